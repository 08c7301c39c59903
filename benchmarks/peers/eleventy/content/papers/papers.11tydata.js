export default {
  layout: "paper.njk",
  tags: "paper",
  permalink: (data) => `/papers/${data.page.fileSlug}.html`,
};
