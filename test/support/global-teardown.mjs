// After the last test: the database server that was started for this run ends with it.
export default async function tearDown() {
  await globalThis.temporaryDatabase?.stop();
}
