module.exports = ({ n }) => ({ n, squares: Array.from({ length: 100 }, (_, k) => k * n) });
