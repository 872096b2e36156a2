const self = ["'self'"];

/** What a page may load and where its forms may lead; `formsTo`: one more origin. No inline script, no inline style. */
export function policy(formsTo?: string) {
  return {
    useDefaults: false,
    directives: {
      ...{ defaultSrc: ["'none'"], styleSrc: self, scriptSrc: self, imgSrc: self, connectSrc: self },
      ...{ baseUri: ["'none'"], frameAncestors: ["'none'"], formAction: formsTo ? [...self, formsTo] : self },
    },
  };
}
