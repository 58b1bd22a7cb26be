// A compiler that checks declarations reads all that can be reached from here.
import * as core from '@refold/core';
import * as dexie from '@refold/core/dexie';
import * as files from '@refold/core/files';
import * as binding from '@refold/core/binding';
import * as history from '@refold/core/history';
import * as log from '@refold/core/log';
import * as tabs from '@refold/core/tabs';
import * as testing from '@refold/core/testing';
import * as fastCheck from '@refold/core/testing/fast-check';
import * as undo from '@refold/core/undo';
import * as react from '@refold/react';
import * as concurrent from '@refold/react/concurrent';

export const entries: readonly object[] = [
  ...[core, binding, dexie, files, history, log, tabs, testing, fastCheck, undo],
  ...[react, concurrent],
];
