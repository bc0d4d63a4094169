"""From the world to articles: files, pages and addresses. Only `fetch` opens sockets."""
