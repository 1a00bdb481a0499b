// A small server's session module. It leaks, in two places.
//
// Right-click handleRequest and choose "Run Leak Loop". Then close the session where the comment in
// handleRequest says so, and press "Run Again". handleRequestAndClose, below, is the finished answer.
'use strict';
const { EventEmitter } = require('node:events');

/** Ticks once a second in production: sessions use it to notice that they are idle. */
const bus = new EventEmitter().setMaxListeners(0);
const byId = new Map();
let lastId = 0;

class Session {
  buffer = Buffer.alloc(256);
  idleTicks = 0;
  onTick = () => void this.idleTicks++;

  constructor(id, user) {
    this.id = id;
    this.user = user;
  }
}

function openSession(user) {
  const session = new Session(`session-${++lastId}`, user);
  byId.set(session.id, session);
  bus.on('tick', session.onTick);
  return session;
}

function closeSession(session) {
  byId.delete(session.id);
  bus.off('tick', session.onTick);
}

/** Leaks: nobody closes the session. */
function handleRequest(request = { user: 'ada', path: '/inbox' }) {
  const session = openSession(request.user);
  const body = render(session, request.path);
  // The fix: closeSession(session);
  return { status: 200, body };
}

/** The clean twin: the same work, but the session ends with its request. */
function handleRequestAndClose(request = { user: 'ada', path: '/inbox' }) {
  const session = openSession(request.user);
  const body = render(session, request.path);
  closeSession(session);
  return { status: 200, body };
}

function render(session, path) {
  return `<h1>${path}</h1><p>Hello ${session.user}, this is ${session.id}.</p>`;
}

module.exports = { handleRequest, handleRequestAndClose };
