// Files on disk, in the site's private file system.

/** @param {string} name */
export async function fileOnDisk(name) {
  const folder = await navigator.storage.getDirectory();
  return folder.getFileHandle(name, { create: true });
}

/**
 * Writes a stream to a file while it arrives.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {string} name
 */
export async function writeToDisk(stream, name) {
  const file = await fileOnDisk(name);
  await stream.pipeTo(await file.createWritable());
  return (await file.getFile()).size;
}

/** @param {string} name */
export async function readFromDisk(name) {
  return (await fileOnDisk(name)).getFile();
}
