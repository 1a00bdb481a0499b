'use strict';
// A list of the last 50 files, linked both ways. The one that drops out is still the `before` of
// the one that stays.

function RecentFiles(limit) {
  this.limit = limit;
  this.size = 0;
  this.oldest = null;
  this.newest = null;
}

RecentFiles.prototype.add = function (file) {
  file.before = this.newest;
  if (this.newest !== null) this.newest.after = file;
  this.newest = file; // grows
  if (this.oldest === null) this.oldest = file;
  this.size++;
  while (this.size > this.limit) this.dropOldest();
};

RecentFiles.prototype.dropOldest = function () {
  this.oldest = this.oldest.after;
  this.size--;
};

function OpenFile(name) {
  this.name = name;
  this.before = null;
  this.after = null;
}

const recent = new RecentFiles(50);

function openFile(id) {
  recent.add(new OpenFile(`file ${id}.txt`));
  return `${recent.oldest.name} … ${recent.newest.name}`;
}

module.exports = { openFile };
