// The form is a class that each request makes anew: the rules of all of them are registered.
const { IsEmail, validateSync } = require('class-validator');

class SignupForm {}
IsEmail()(SignupForm.prototype, 'email');

function checkSignup(body) {
  const form = Object.assign(new SignupForm(), body);
  return validateSync(form).length;
}

module.exports = { checkSignup };
