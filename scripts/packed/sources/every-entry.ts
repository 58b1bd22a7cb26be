// A compiler that checks declarations reads every one that can be reached from here.
import * as core from '@refold/core';
import * as dexie from '@refold/core/dexie';
import * as files from '@refold/core/files';
import * as history from '@refold/core/history';
import * as moments from '@refold/core/moments';
import * as testing from '@refold/core/testing';
import * as fastCheck from '@refold/core/testing/fast-check';
import * as react from '@refold/react';
import * as concurrent from '@refold/react/concurrent';

export const entries: readonly object[] = [core, dexie, files, history, moments, testing, fastCheck, react, concurrent];
