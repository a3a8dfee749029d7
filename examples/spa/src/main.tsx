import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { App } from "./app.jsx";
import { Measured } from "./measured.jsx";
import { readOptions } from "./read-options.js";
import "./style.css";

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <BrowserRouter>
      <Measured options={readOptions(import.meta.env)}>
        <App />
      </Measured>
    </BrowserRouter>
  </StrictMode>,
);
