import { useState } from "preact/hooks";
import { useServices } from "@/app/services";
import type { Post } from "@/domain/reference/types";
import { postsByDistance } from "@/domain/shifts/duty";
import { formatMetres, List, ListRow, TextInput } from "@/ui";
import { todayWords } from "./words";

const SHOWN = 30;

/** Posts from the nearest on; findable by name or code when there is no position. */
export function PostPicker({ onChoose }: { onChoose: (post: Post) => void }) {
  const w = todayWords();
  const { reference, position } = useServices();
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase();
  const near = postsByDistance(reference.value?.posts ?? [], position.fix.value).filter(({ post }) =>
    `${post.name} ${post.code} ${post.unit_name}`.toLowerCase().includes(wanted),
  );
  return (
    <div class="stack">
      <TextInput
        type="search"
        label={w.searchPost}
        placeholder={w.searchPost}
        value={query}
        onInput={setQuery}
        testId="post-search"
      />
      <List label={w.choosePost}>
        {near.slice(0, SHOWN).map(({ post, distance }) => (
          <ListRow
            key={post.id}
            icon="post"
            title={post.name}
            sub={`${post.code} · ${post.unit_name}`}
            end={distance === null ? undefined : <span class="number">{formatMetres(distance)}</span>}
            onClick={() => onChoose(post)}
            testId={`post-${post.code}`}
          />
        ))}
      </List>
    </div>
  );
}
