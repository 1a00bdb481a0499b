/** A path to compare others with: Windows drive letters come in both cases from one and the same machine. */
export function fileKey(file: string): string {
  return file.replace(/^[A-Z](?=:[\\/])/, (drive) => drive.toLowerCase());
}
