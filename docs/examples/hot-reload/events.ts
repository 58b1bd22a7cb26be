import { defineEvent } from '@refold/core';
import * as z from 'zod';

export const Counted = defineEvent('counted', z.object({ by: z.int() }));
export const events = [Counted] as const;
