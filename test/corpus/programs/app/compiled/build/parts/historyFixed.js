"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.History = void 0;
/** What a document was like, newest last. */
class History {
    limit;
    past = [];
    future = [];
    constructor(limit) {
        this.limit = limit;
    }
    remember(state) {
        this.past.push(structuredClone(state));
        if (this.past.length > this.limit)
            this.past.shift();
    }
    undo() {
        const state = this.past.pop();
        if (state !== undefined)
            this.future.push(state);
        return state;
    }
}
exports.History = History;
//# sourceMappingURL=historyFixed.js.map