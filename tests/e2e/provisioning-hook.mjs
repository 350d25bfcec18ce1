/** An onboard hook as the operator of a CCF might write one: it knows the CCF's credentials, makes the keys, and hands over what is issued. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const task = JSON.parse(readFileSync(0, 'utf8'));
const { OPERATOR_ONBOARD, OPERATOR_REGISTER } = process.env;

/** A private key and a certification request for it, both PEM. */
function keyAndRequest(name, hosts = []) {
  const folder = mkdtempSync(join(tmpdir(), 'provisioning-'));
  const [key, csr] = [join(folder, 'key.pem'), join(folder, 'csr.pem')];
  const names = hosts.map((host) => `${/^[\d.]+$|:/.test(host) ? 'IP' : 'DNS'}:${host}`).join();
  const addition = names === '' ? [] : ['-addext', `subjectAltName=${names}`];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    const command = ['req', '-new', ...curve, '-keyout', key, '-out', csr, '-subj', `/CN=${name}`, ...addition];
    execFileSync('openssl', command, { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), csr: readFileSync(csr, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** POSTs JSON with a Bearer token; resolves to the path of what was created, and the answer. */
function post(path, token, body) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const call = request(`${task.ccf.apiRoot}${path}`, { method: 'POST', ca: task.ccf.ca, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () => {
        if (response.statusCode !== 201) reject(new Error(`POST ${path} was answered ${response.statusCode}`));
        else resolve({ resource: response.headers.location, answer: JSON.parse(text) });
      });
    });
    call.on('error', reject).end(JSON.stringify(body));
  });
}

async function invoker() {
  const { key, csr } = keyAndRequest('operator-made');
  const { resource, answer } = await post('/api-invoker-management/v1/onboardedInvokers', OPERATOR_ONBOARD, {
    onboardingInformation: { apiInvokerPublicKey: csr },
    notificationDestination: 'https://api-invoker.invalid/notifications',
  });
  const { apiInvokerCertificate: certificate, onboardingSecret } = answer.onboardingInformation;
  return { apiInvokerId: answer.apiInvokerId, resource, certificate, key, onboardingSecret };
}

async function aef() {
  const made = ['AEF', 'APF', 'AMF'].map((role) => ({
    role,
    ...keyAndRequest(role, role === 'AEF' ? task.hosts : []),
  }));
  const { resource, answer } = await post('/api-provider-management/v1/registrations', OPERATOR_REGISTER, {
    regSec: OPERATOR_REGISTER,
    apiProvDomInfo: 'operator-made',
    apiProvFuncs: made.map(({ role, csr }) => ({ apiProvFuncRole: role, regInfo: { apiProvPubKey: csr } })),
  });
  const issued = made.map(({ role, key }) => {
    const { apiProvFuncId: id, regInfo } = answer.apiProvFuncs.find((one) => one.apiProvFuncRole === role);
    return [role.toLowerCase(), { id, certificate: regInfo.apiProvCert, key }];
  });
  return { ...Object.fromEntries(issued), resource };
}

console.log(JSON.stringify(await (task.for === 'invoker' ? invoker() : aef())));
