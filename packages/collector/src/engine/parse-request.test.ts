import { describe, expect, it } from "vitest";
import { parseRequest } from "./parse-request.js";

const body = (text = "") => Buffer.from(text);

describe("parseRequest", () => {
  it.each<[string, string, string, string]>([
    ["in the body", "/", "SELECT 1", "SELECT 1"],
    ["in the URL", "/?query=SELECT%201", "", "SELECT 1"],
    ["begun in the URL and ended in the body", "/?query=SELECT", "1", "SELECT\n1"],
    ["beside an id and an own database", "/?query_id=7&database=default", "SELECT 1", "SELECT 1"],
  ])("reads a query %s", (_, url, text, sql) => {
    expect(parseRequest(url, body(text))).toEqual({
      sql,
      rows: null,
      format: "TabSeparated",
      settings: {},
      params: {},
    });
  });

  it("reads settings, parameters and the format from the URL", () => {
    const url = "/?max_execution_time=3&readonly=1&param_a=x%27%5C%5C%09&param_b=%5B1%2C2%5D&default_format=CSV";
    expect(parseRequest(url, body("SELECT {a:String}, { b : Array(UInt8)}"))).toMatchObject({
      settings: { max_execution_time: "3", readonly: "1" },
      params: { a: "x'\\\\\t", b: "[1,2]" },
      format: "CSV",
    });
  });

  it("tells an INSERT's rows from its SQL, whatever bytes they are", () => {
    const rows = Buffer.from([0, 255, 10, 9, 0x27]);
    expect(parseRequest("/?query=INSERT+INTO+t+(a)+FORMAT+TabSeparated%0A", rows)).toMatchObject({ rows });
    expect(parseRequest("/?query=SELECT+1+FORMAT+CSV", body(" ")).rows).toBeNull();
  });

  it.each<[string, string, string, number]>([
    ["nothing", "/", "", 62],
    ["blanks", "/?query=%20", "\n", 62],
    ["another database", "/?database=system", "SELECT 1", 81],
    ["a setting with SQL in its name", "/?a%3D1%3B%20DROP%20TABLE%20t=1", "SELECT 1", 115],
    ["a parameter with SQL in its name", "/?param_a%3D1=1", "SELECT 1", 115],
    ["a format with SQL in it", "/?default_format=CSV%20x", "SELECT 1", 115],
    ["a parameter that is not set", "/?param_a=1", "SELECT {b:String}", 456],
    ["a parameter of the prototype", "/", "SELECT {constructor:String}", 456],
  ])("refuses %s", (_, url, text, code) => {
    expect(() => parseRequest(url, body(text))).toThrow(expect.objectContaining({ name: "RequestError", code }));
  });
});
