import '@livestore/adapter-web/shared-worker';
