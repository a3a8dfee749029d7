import express, { type RequestHandler } from "express";
import { RequestError } from "./problem.js";

const parse = express.json({ limit: "64kb", type: "application/json", strict: true, inflate: false });

/**
 * Reads a JSON body. Only `application/json`: no form and no other simple request of a foreign page can carry it
 * without a preflight, which is never granted.
 */
export const readJson: RequestHandler = (request, response, next) => {
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new RequestError("content-type", "Send application/json");
  }
  parse(request, response, next);
};
