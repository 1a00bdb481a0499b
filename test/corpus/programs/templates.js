// Mails from templates that were compiled once.
const Handlebars = require('handlebars');
const ejs = require('ejs');
const pug = require('pug');

const invoice = Handlebars.compile('<h1>Invoice {{id}}</h1>{{#each lines}}<p>{{name}}: {{price}}</p>{{/each}}');
const reminder = ejs.compile('<h1>Reminder <%= id %></h1><% for (const l of lines) { %><p><%= l.name %></p><% } %>');
const thanks = pug.compile('h1 Thanks #{id}\nul\n  each line in lines\n    li= line.name');

const lines = Array.from({ length: 20 }, (_, n) => ({ name: `line ${n}`, price: n }));

const mailInvoice = (i) => invoice({ id: i, lines }).length;
const mailReminder = (i) => reminder({ id: i, lines }).length;
const mailThanks = (i) => thanks({ id: i, lines }).length;

module.exports = { mailInvoice, mailReminder, mailThanks };
