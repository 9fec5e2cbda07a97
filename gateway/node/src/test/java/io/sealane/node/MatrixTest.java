package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixTest {
    @Test
    void every_operation_of_the_api_has_a_row_and_no_row_is_of_another() throws Exception {
        assertThat(Matrix.rows().stream().map(Matrix.Row::operation))
                .containsExactlyInAnyOrderElementsOf(new Description().operations());
    }
}
