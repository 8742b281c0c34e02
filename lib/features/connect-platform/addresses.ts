/** What a platform is told of us, and what it has to name in return. */
export const LOGIN_PATH = '/api/lti/login'
export const LAUNCH_PATH = '/api/lti/launch'
/** Never asked for anything: a launch that names it comes to pick what goes into a course. */
export const PICK_PATH = '/api/lti/pick'
export const KEYS_PATH = '/api/lti/jwks'
