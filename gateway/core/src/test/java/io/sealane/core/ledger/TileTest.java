package io.sealane.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class TileTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 1234067, 256, tile/0/x001/x234/067",
        "0, 273, 112, tile/0/273.p/112",
        "63, 999, 1, tile/63/999.p/1",
        "1, 1000, 255, tile/1/x001/000.p/255",
        "-1, 3, 232, tile/entries/003.p/232",
        "-1, 5001002, 256, tile/entries/x005/x001/002",
    })
    void a_tile_and_its_path_say_the_same(int level, long index, int width, String path)
            throws Refusal {
        Tile tile = new Tile(level, index, width);
        assertThat(tile.path()).isEqualTo(path);
        assertThat(Tile.parse(path)).isEqualTo(tile);
    }

    @Test
    void every_tile_is_read_back_from_its_path() throws Refusal {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Tile tile =
                    new Tile(
                            random.nextInt(65) - 1,
                            random.nextLong(1L << 55) >>> random.nextInt(55),
                            1 + random.nextInt(256));
            assertThat(Tile.parse(tile.path())).isEqualTo(tile);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/ 0/000",
                "tile/entry/000",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001",
                "tile/0/x001/x002",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000.p",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/000\n",
                "tile/0/../000",
                "tile/0/\u0660\u0660\u0660",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/999"
            })
    void refuses_a_path_that_names_no_tile(String path) {
        assertThatThrownBy(() -> Tile.parse(path))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo(Code.NOT_FOUND));
    }

    @Test
    void a_tree_of_70000_has_the_tiles_that_the_specification_counts() {
        // SPEC: C2SP tlog-tiles, Partial Tiles: the example of size 70,000.
        assertThat(Tiles.of(70_000).filter(t -> t.level() == 0 && !t.isPartial())).hasSize(273);
        assertThat(Tiles.of(70_000).filter(t -> t.level() == Tile.ENTRIES)).hasSize(274);
        assertThat(Tiles.of(70_000).filter(t -> t.level() > 0))
                .containsExactly(new Tile(1, 0, 256), new Tile(1, 1, 17), new Tile(2, 0, 1));
        assertThat(Tiles.partial(70_000))
                .containsExactly(
                        new Tile(Tile.ENTRIES, 273, 112),
                        new Tile(0, 273, 112),
                        new Tile(1, 1, 17),
                        new Tile(2, 0, 1));
    }

    @Test
    void a_tree_of_256_has_no_partial_tile_but_one_at_level_1() {
        assertThat(Tiles.partial(256)).containsExactly(new Tile(1, 0, 1));
        assertThat(Tiles.partial(0)).isEmpty();
        assertThat(Tiles.of(0)).isEmpty();
    }

    @Test
    void a_tree_has_a_tile_if_it_has_all_the_tiles_hashes() {
        assertThat(Tiles.has(new Tile(0, 273, 112), 70_000)).isTrue();
        assertThat(Tiles.has(new Tile(0, 273, 1), 70_000)).isTrue();
        assertThat(Tiles.has(new Tile(0, 273, 113), 70_000)).isFalse();
        assertThat(Tiles.has(new Tile(0, 272, 256), 70_000)).isTrue();
        assertThat(Tiles.has(new Tile(1, 1, 17), 70_000)).isTrue();
        assertThat(Tiles.has(new Tile(1, 1, 18), 70_000)).isFalse();
        assertThat(Tiles.has(new Tile(2, 0, 2), 70_000)).isFalse();
        assertThat(Tiles.has(new Tile(8, 0, 1), Long.MAX_VALUE)).isFalse();
        assertThat(Tiles.levels(Long.MAX_VALUE)).isEqualTo(8);
    }

    @Test
    void a_tile_knows_the_first_leaf_under_each_of_its_hashes() {
        assertThat(new Tile(0, 2, 256).leafAt(3)).isEqualTo(515);
        assertThat(new Tile(Tile.ENTRIES, 2, 256).leafAt(3)).isEqualTo(515);
        assertThat(new Tile(1, 1, 17).leafAt(2)).isEqualTo(258 * 256);
    }
}
