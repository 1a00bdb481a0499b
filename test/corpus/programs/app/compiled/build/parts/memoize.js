"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.memoize = memoize;
/** A method that remembers what it returned for the same arguments. */
function memoize(method, _context) {
    const results = new Map();
    return function (...args) {
        const key = JSON.stringify(args);
        const known = results.get(key);
        if (known !== undefined)
            return known;
        const result = method.apply(this, args);
        results.set(key, result); // grows
        return result;
    };
}
//# sourceMappingURL=memoize.js.map