/**
 * Stops this process when the one that started it is gone. npm starts a script through a shell, and a shell that is
 * told to stop dies without telling the script: it would serve, or test, on and on with nobody to stop it.
 */
export function endWithParent() {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}
