import { createWayseal } from "@wayseal/browser/vue";
import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import App from "./app.vue";
import Book from "./book.vue";
import Home from "./home.vue";

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: Home, meta: { title: "Kilns" } },
    { path: "/book/:kiln", component: Book, meta: { title: "Book a kiln" } },
  ],
});
router.afterEach(({ meta }) => {
  document.title = String(meta["title"]);
});
const app = createApp(App).use(router).use(createWayseal(OPTIONS));
app.mount("#root");
Object.assign(window, { app });
