module.exports = { port: 8080, hosts: ['a.example.org', 'b.example.org'] };
