package io.weighhouse.catalog;

import java.nio.charset.StandardCharsets;

import io.weighhouse.problem.ProblemType;

/** Text that people wrote: descriptions, the values of labels, names in headers. */
public final class WrittenText {

    private WrittenText() {
    }

    /**
     * Refuses control characters and halves of characters: no text needs them, and a database takes no NUL.
     *
     * @param name of the header or member that has the text
     */
    public static String checked(String name, String text) {
        if (text.chars().anyMatch(WrittenText::isControl) || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' holds control characters", name).with("name", name);
        }
        return text;
    }

    private static boolean isControl(int character) {
        return character < ' ' && "\n\r\t".indexOf(character) < 0 || character >= 0x7f && character < 0xa0;
    }
}
