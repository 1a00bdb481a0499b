/** The scripts that we run in the target have URLs that begin so. */
export const ownScripts = 'leak-loop:';
