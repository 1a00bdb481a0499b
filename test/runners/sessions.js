'use strict';

class Session {
  constructor(user) {
    this.user = user;
    this.history = new Array(20).fill(user);
  }
}

const open = new Set();

exports.login = function login(user) {
  const session = new Session(user);
  open.add(session); // grows
  return session;
};

exports.logout = function logout(session) {
  open.delete(session);
};
