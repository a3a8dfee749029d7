import { describe, expect, test } from "vitest";
import { cleanText } from "./text.js";
import { cleanUrl } from "./url.js";

describe("addresses", () => {
  test.each([
    ["https://shop.example/", "https://shop.example/"],
    ["https://shop.example/a/b?x=1#top", "https://shop.example/a/b"],
    ["https://shop.example/product/red-shoes-42", "https://shop.example/product/red-shoes-42"],
    ["https://shop.example/summer-sale-2026-collection", "https://shop.example/summer-sale-2026-collection"],
    ["https://shop.example/p/12345", "https://shop.example/p/12345"],
    ["https://shop.example/order/123456", "https://shop.example/order/:number"],
    ["https://shop.example/u/jane@example.com/x", "https://shop.example/u/:email/x"],
    ["https://shop.example/u/jane%40example.com", "https://shop.example/u/:email"],
    ["https://shop.example/u/jane%2540example.com", "https://shop.example/u/:email"],
    ["https://shop.example/pay/4111-1111-1111-1111", "https://shop.example/pay/:number"],
    ["https://shop.example/reset/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc", "https://shop.example/reset/:token"],
    ["https://shop.example/reset/Zx81kQ0pLm4nRt7vWy2b", "https://shop.example/reset/:token"],
    ["https://shop.example/o/123e4567-e89b-12d3-a456-426614174000", "https://shop.example/o/:id"],
    ["https://shop.example/x;jsessionid=ABC123/y", "https://shop.example/x/y"],
    ["https://user:secret@shop.example/", "https://shop.example/"],
    ["https://shop.example/#/cart/778899?token=1", "https://shop.example/#/cart/:number"],
    ["https://shop.example/#access_token=abc", "https://shop.example/"],
    ["https://shop.example/stra%C3%9Fe", "https://shop.example/stra%C3%9Fe"],
    ["https://shop.example/%E0%A4%A", "https://shop.example/%25E0%25A4%25A"],
    ["mailto:jane@example.com", "mailto:"],
    ["javascript:alert('jane')", "javascript:"],
    ["tel:+4915112345678", "tel:"],
    ["no address", ""],
    ["", ""],
  ])("%s", (address, wanted) => {
    expect(cleanUrl(address)).toBe(wanted);
  });

  test("keep the query parameters that are listed, cleaned", () => {
    const address = "https://shop.example/s?q=shoes&mail=jane@example.com&t=abc";
    expect(cleanUrl(address, ["q", "mail", "absent"])).toBe("https://shop.example/s?q=shoes&mail=%5Bemail%5D");
  });

  test("stay within 2,048 characters", () => {
    expect(cleanUrl(`https://shop.example/${"word/".repeat(2000)}`).length).toBe(2048);
  });
});

test.each([
  ["Red shoes, size 42, 129.99", "Red shoes, size 42, 129.99"],
  ["  much \n space ", "much space"],
  ["Order 1234567", "Order [number]"],
  ["Card 4111 1111 1111 1111 saved", "Card [number] saved"],
  ["Card 4111-1111-1111-1111", "Card [number]"],
  ["Call +49 (151) 234-567-89", "Call [number]"],
  ["SSN 078-05-1120", "SSN [number]"],
  ["NINO QQ 12 34 56 C", "NINO [number]"],
  ["IBAN DE89 3704 0044 0532 0130 00", "IBAN DE[number]"],
  ["Hello jane.doe+x@mail.example.co.uk!", "Hello [email]"],
  ["４１１１１１１１１１１１１１１１", "[number]"],
  ["٤١١١١١١١١١١١١١١١", "[number]"],
  ["key sk_live_51H8abcdefGHIJKL012345", "key sk_live_[token]"],
  ["internationalization of everything", "internationalization of everything"],
  ["", ""],
])("text: %s", (text, wanted) => {
  expect(cleanText(text, 200)).toBe(wanted);
});

test("text is cut without halving a character", () => {
  expect(cleanText("ab😀", 3)).toBe("ab");
  expect(cleanText("x".repeat(100_000), 80)).toHaveLength(80);
});
