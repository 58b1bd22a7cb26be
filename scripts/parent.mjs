/**
 * Stops this process when its parent process is gone. npm starts a script through a shell. A stopped shell dies without
 * passing the signal on, so the script would serve or test for ever.
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
