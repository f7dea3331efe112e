// Passkeys, on the pages that ask for a second factor and on the page of one's own. Without this
// file, or in a browser without passkeys, those pages work by the six digits.
(() => {
  "use strict";

  const TWO_MINUTES = 120000;
  const JSON_TYPE = "application/json";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

  const text = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const told = async (address) => {
    const answer = await fetch(address, { headers: { Accept: JSON_TYPE }, cache: "no-store" });
    const type = answer.headers.get("Content-Type") || "";
    return answer.ok && type.startsWith(JSON_TYPE) ? answer.json() : null;
  };

  const shown = async (asked) => {
    const found = await navigator.credentials.get({
      publicKey: {
        challenge: bytes(asked.text),
        rpId: asked.rp_id,
        userVerification: "required",
        allowCredentials: [],
        timeout: TWO_MINUTES,
      },
    });
    const { authenticatorData, signature, userHandle } = found.response;
    return written(found, {
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle && userHandle.byteLength ? text(userHandle) : null,
    });
  };

  const made = async (asked) => {
    const found = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(asked.text),
        rp: { id: asked.rp_id, name: asked.house },
        user: { id: bytes(asked.user), name: asked.login, displayName: asked.login },
        pubKeyCredParams: asked.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: asked.known.map((id) => ({ type: "public-key", id: bytes(id) })),
        authenticatorSelection: {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
        attestation: "none",
        timeout: TWO_MINUTES,
      },
    });
    return written(found, { attestationObject: text(found.response.attestationObject) });
  };

  const written = (found, response) =>
    JSON.stringify({
      id: found.id,
      rawId: text(found.rawId),
      type: found.type,
      response: { clientDataJSON: text(found.response.clientDataJSON), ...response },
    });

  const say = (form, code) => {
    const place = form.querySelector("[data-said]");
    place.textContent = code ? place.dataset[code] : "";
    place.hidden = !code;
  };

  const empty = (form) =>
    Array.from(form.querySelectorAll("[data-first]")).find((box) => !box.value);

  const failed = (problem, isMade) => {
    if (problem.name === "InvalidStateError") {
      return "known";
    }
    return isMade ? "unmade" : "unfinished";
  };

  const use = async (button) => {
    const form = button.form;
    const isMade = button.dataset.passkey === "make";
    const missing = empty(form);
    if (missing) {
      missing.focus();
      return;
    }
    button.disabled = true;
    say(form, "waiting");
    try {
      const asked = await told(button.dataset.challenge);
      if (!asked) {
        say(form, "over");
        return;
      }
      const answer = await (isMade ? made(asked) : shown(asked));
      form.elements.assertion.value = answer;
      form.elements.challenge.value = asked.sealed;
      form.submit();
    } catch (problem) {
      say(form, failed(problem, isMade));
    } finally {
      button.disabled = false;
    }
  };

  if (!window.PublicKeyCredential || !navigator.credentials) {
    return;
  }
  document.querySelectorAll("[data-with-passkeys]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-without-passkeys]").forEach((part) => { part.hidden = true; });
  document.querySelectorAll("[data-passkey]").forEach((button) => {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      use(button);
    });
  });
})();
