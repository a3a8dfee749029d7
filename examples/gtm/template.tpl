___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Wayseal",
  "categories": ["ANALYTICS"],
  "brand": { "id": "brand_dummy", "displayName": "Wayseal" },
  "description": "Loads Wayseal, which seals customer journeys in the browser to your own collector, and calls it.",
  "containerContexts": ["WEB"]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "SELECT",
    "name": "action",
    "displayName": "What this tag does",
    "simpleValueType": true,
    "macrosInSelect": false,
    "defaultValue": "load",
    "selectItems": [
      { "value": "load", "displayValue": "Load Wayseal on this page" },
      { "value": "track", "displayValue": "Report an event" },
      { "value": "page", "displayValue": "Report a view" },
      { "value": "register", "displayValue": "Add properties to each event reported later on this page" },
      { "value": "identify", "displayValue": "Say who the visitor is" },
      { "value": "consent", "displayValue": "Pass on the visitor's choice" },
      { "value": "reset", "displayValue": "End this visitor (at sign-out)" },
      { "value": "optOut", "displayValue": "Measure this visitor no more" },
      { "value": "optIn", "displayValue": "Measure this visitor again (their consent is asked for anew)" }
    ]
  },
  {
    "type": "TEXT",
    "name": "collector",
    "displayName": "Address of the collector",
    "simpleValueType": true,
    "valueHint": "https://collector.example",
    "help": "Where your collector answers, or the path of your own site that leads to it, without a slash at its end.",
    "enablingConditions": [{ "paramName": "action", "paramValue": "load", "type": "EQUALS" }],
    "valueValidators": [{ "type": "REGEX", "args": ["^https://[^?#]*[^/?#]$"], "errorMessage": "An https address without a slash at its end" }]
  },
  {
    "type": "TEXT",
    "name": "site",
    "displayName": "Site",
    "simpleValueType": true,
    "valueHint": "shop",
    "enablingConditions": [{ "paramName": "action", "paramValue": "load", "type": "EQUALS" }],
    "valueValidators": [{ "type": "REGEX", "args": ["^[a-z0-9-]{1,64}$"], "errorMessage": "1 to 64 of a-z, 0-9 and -" }]
  },
  {
    "type": "TEXT",
    "name": "key",
    "displayName": "Signing key of the site (optional)",
    "simpleValueType": true,
    "help": "From: wayseal sites tag. With it the script of a fixed version is loaded, which trusts this key and nobody who serves it; the options below need it.",
    "enablingConditions": [{ "paramName": "action", "paramValue": "load", "type": "EQUALS" }]
  },
  {
    "type": "TEXT",
    "name": "version",
    "displayName": "Version of the script",
    "simpleValueType": true,
    "defaultValue": "0.1.0",
    "enablingConditions": [{ "paramName": "key", "paramValue": "", "type": "PRESENT" }],
    "valueValidators": [{ "type": "REGEX", "args": ["^[0-9]+\\.[0-9]+\\.[0-9]+$"], "errorMessage": "Such as 0.1.0" }]
  },
  {
    "type": "CHECKBOX",
    "name": "requireConsent",
    "checkboxText": "Capture nothing before the visitor has agreed",
    "simpleValueType": true,
    "enablingConditions": [{ "paramName": "key", "paramValue": "", "type": "PRESENT" }]
  },
  {
    "type": "TEXT",
    "name": "allow",
    "displayName": "Fields whose values may be captured",
    "simpleValueType": true,
    "help": "Names, ids, classes or selectors, one a line.",
    "lineCount": 4,
    "enablingConditions": [{ "paramName": "key", "paramValue": "", "type": "PRESENT" }]
  },
  {
    "type": "TEXT",
    "name": "query",
    "displayName": "Query parameters that stay in addresses",
    "simpleValueType": true,
    "help": "One a line.",
    "lineCount": 3,
    "enablingConditions": [{ "paramName": "key", "paramValue": "", "type": "PRESENT" }]
  },
  {
    "type": "TEXT",
    "name": "sample",
    "displayName": "Share of the visitors that is measured",
    "simpleValueType": true,
    "defaultValue": "1",
    "help": "From 0 to 1: 0.1 is one visitor in ten.",
    "enablingConditions": [{ "paramName": "key", "paramValue": "", "type": "PRESENT" }],
    "valueValidators": [{ "type": "REGEX", "args": ["^(0|1|0?\\.[0-9]+)$"], "errorMessage": "From 0 to 1, such as 0.1" }]
  },
  {
    "type": "TEXT",
    "name": "event",
    "displayName": "Name of the event",
    "simpleValueType": true,
    "enablingConditions": [{ "paramName": "action", "paramValue": "track", "type": "EQUALS" }],
    "valueValidators": [{ "type": "NON_EMPTY" }]
  },
  {
    "type": "TEXT",
    "name": "user",
    "displayName": "Your own id of the visitor",
    "simpleValueType": true,
    "enablingConditions": [{ "paramName": "action", "paramValue": "identify", "type": "EQUALS" }],
    "valueValidators": [{ "type": "NON_EMPTY" }]
  },
  {
    "type": "SIMPLE_TABLE",
    "name": "properties",
    "displayName": "Properties",
    "simpleTableColumns": [
      { "name": "name", "displayName": "Name", "type": "TEXT", "isUnique": true, "defaultValue": "" },
      { "name": "value", "displayName": "Value", "type": "TEXT", "defaultValue": "" }
    ],
    "enablingConditions": [
      { "paramName": "action", "paramValue": "track", "type": "EQUALS" },
      { "paramName": "action", "paramValue": "register", "type": "EQUALS" },
      { "paramName": "action", "paramValue": "identify", "type": "EQUALS" }
    ]
  },
  {
    "type": "SELECT",
    "name": "choice",
    "displayName": "Choice",
    "simpleValueType": true,
    "macrosInSelect": true,
    "selectItems": [
      { "value": "granted", "displayValue": "Granted" },
      { "value": "none", "displayValue": "None" }
    ],
    "enablingConditions": [{ "paramName": "action", "paramValue": "consent", "type": "EQUALS" }]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const callInWindow = require('callInWindow');
const createArgumentsQueue = require('createArgumentsQueue');
const injectScript = require('injectScript');
const encodeUriComponent = require('encodeUriComponent');
const makeNumber = require('makeNumber');
const makeTableMap = require('makeTableMap');

// Calls wait here until the script has come. Nothing changes where it is here already.
createArgumentsQueue('wayseal', 'wayseal.q');

const lines = (text) => (text || '').split('\n').map((line) => line.trim()).filter((line) => line !== '');
const properties = () => (data.properties ? makeTableMap(data.properties, 'name', 'value') : {});
const load = (file) => injectScript(data.collector + file, data.gtmOnSuccess, data.gtmOnFailure, data.collector + file);

if (data.action !== 'load') {
  if (data.action === 'track') callInWindow('wayseal', 'track', data.event, properties());
  else if (data.action === 'register') callInWindow('wayseal', 'register', properties());
  else if (data.action === 'identify') callInWindow('wayseal', 'identify', data.user, properties());
  else if (data.action === 'consent') callInWindow('wayseal', 'consent', data.choice);
  else callInWindow('wayseal', data.action);
  data.gtmOnSuccess();
} else if (data.key) {
  callInWindow('wayseal', 'init', {
    site: data.site,
    collector: data.collector,
    key: data.key,
    requireConsent: data.requireConsent === true,
    allow: lines(data.allow),
    query: lines(data.query),
    sample: data.sample === undefined || data.sample === '' ? 1 : makeNumber(data.sample),
  });
  load('/v1/wayseal-' + data.version + '.js');
} else load('/v1/wayseal.js?site=' + encodeUriComponent(data.site));


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": { "publicId": "inject_script", "versionId": "1" },
      "param": [
        { "key": "urls", "value": { "type": 2, "listItem": [{ "type": 1, "string": "https://*/*" }] } }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "access_globals", "versionId": "1" },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "wayseal" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "wayseal.q" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  }
]


___TESTS___

scenarios: []


___NOTES___

Wayseal's own tests run this template in a browser against a collector.
