// Asks Cedar's own engine. Reads one JSON question (policies, schema, requests) from the
// standard input and writes one JSON answer.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { text } from 'node:stream/consumers';

const question = JSON.parse(await text(process.stdin));

function must(answer, what) {
  if (answer.type !== 'success') throw new Error(`${what}: ${JSON.stringify(answer.errors)}`);
  return answer;
}

// Policies are told apart by their @id, as Truce does.
const parts = must(cedar.policySetTextToParts(question.policies), 'read policies');
const staticPolicies = {};
for (const part of parts.policies) {
  staticPolicies[must(cedar.policyToJson(part), 'read policy').json.annotations.id] = part;
}

const validation = must(cedar.validate({ schema: question.schema, policies: { staticPolicies } }), 'validate');
must(cedar.preparsePolicySet('truce', { staticPolicies }), 'prepare policies');
must(cedar.preparseSchema('truce', question.schema), 'prepare schema');
const { json: schema } = must(cedar.schemaToJson(question.schema), 'read schema');

const decisions = question.requests.map((request) => {
  const { response } = must(cedar.statefulIsAuthorized({
    ...request, context: {}, preparsedPolicySetId: 'truce', preparsedSchemaName: 'truce', validateRequest: true,
  }), JSON.stringify(request));
  if (response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(response.diagnostics.errors));
  return { allowed: response.decision === 'allow', rules: response.diagnostics.reason };
});

process.stdout.write(JSON.stringify({
  faults: [...validation.validationErrors, ...validation.validationWarnings, ...validation.otherWarnings].map((f) => JSON.stringify(f)),
  policies: Object.keys(staticPolicies), actions: Object.keys(schema[''].actions), groups: Object.fromEntries(
    Object.entries(schema[''].actions).map(([name, action]) => [name, (action.memberOf ?? []).map((group) => group.id)])),
  decisions,
}));
