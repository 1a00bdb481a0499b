// One database for all, one transaction each time; version 6.2.5 of the package lists those that are finished, too.
const { IDBFactory } = require('fake-indexeddb-6.2.5');

const indexedDB = new IDBFactory();
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('settings', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('values');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function saveTheme(theme) {
  const database = await open();
  const transaction = database.transaction('values', 'readwrite'); // grows
  transaction.objectStore('values').put(theme, 'theme');
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
}

module.exports = { saveTheme };
