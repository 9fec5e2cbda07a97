package io.sealane.core.document;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.spec.SecretKeySpec;

/**
 * The names under which shipments go at one partner: of a name always the same, and another one at
 * every other partner. A pseudonym follows from the name alone, wherever it stands, so that the
 * partner can still tell that two documents speak of one shipment.
 *
 * <p>It has the form of what it stands for where readers go by the form: a container number, a
 * UUID, a URI, a transportation control number; else it is 15 capital letters and digits.
 */
public final class Pseudonyms {
    /** Characters of a pseudonym without a form, five bits each. */
    private static final int LENGTH = 15;

    /** Without I, L, O and U, which are misread, and misspelt into words. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final String DIGITS = "0123456789";

    /** ISO 6346: owner, category (R: what can be taken off), serial number, check digit. */
    private static final Pattern BOX = Pattern.compile("([A-Z]{3})([UJZR])([0-9]{6})([0-9]?)");

    private static final int LETTERS = 26;
    private static final int OWNERS = LETTERS * LETTERS * LETTERS;
    private static final int SERIALS = 1_000_000;

    /** As many as NIST SP 800-38G has in FF1. */
    private static final int ROUNDS = 10;

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private static final Pattern URI_FORM = Pattern.compile("[a-z][a-z0-9+.-]{0,19}:\\S{1,179}");
    private static final String URI_START = "pseudonym:";

    /** STANDARDS 4.3: by this form the rules of profiles know what is a government's. */
    private static final Pattern CONTROL_NUMBER =
            Pattern.compile("\\b[A-HJ-NP-Z0-9]{6}[0-9]{4}[A-Z0-9]{7}\\b");

    private final String partner;
    private final SecretKeySpec key;

    Pseudonyms(String partner, SecretKeySpec key) {
        this.partner = partner;
        this.key = key;
    }

    /** The node that knows shipments by these. */
    public String partner() {
        return partner;
    }

    /** What stands for a name, in at most so many characters, 11 at least. */
    String of(String name, int room) {
        String plain = name.replace(" ", "").replace("-", "");
        Matcher box = BOX.matcher(plain);
        if (box.matches()) {
            return box(box, plain);
        }
        if (UUID_FORM.matcher(name).matches()) {
            return uuid(name);
        }
        if (CONTROL_NUMBER.matcher(name).find()) {
            return controlNumber(name);
        }
        String text = text("name", name, ALPHABET, LENGTH);
        if (URI_FORM.matcher(name).matches() && room >= URI_START.length() + LENGTH) {
            return URI_START + text;
        }
        return text.substring(0, Math.min(LENGTH, room));
    }

    /** Whether a word is a name whatever else a document says. */
    static boolean isKnownByItsForm(String word) {
        return CheckDigits.isContainerNumber(word) || CONTROL_NUMBER.matcher(word).matches();
    }

    /**
     * A container number for a container number. There are too few of them for a hash to be cut to
     * one: among a million boxes two would become one. So the number is permuted, by a Feistel
     * network over owner and serial number whose rounds are HMACs, as FFX and FF1 do with a block
     * cipher. A check digit that was wrong stays as wrong, or two numbers would become one again.
     */
    private String box(Matcher box, String plain) {
        String category = box.group(2);
        int owner = 0;
        for (char letter : box.group(1).toCharArray()) {
            owner = owner * LETTERS + letter - 'A';
        }
        int serial = Integer.parseInt(box.group(3));
        for (int round = 0; round < ROUNDS; round += 2) {
            owner = (owner + rest(round, category, serial, OWNERS)) % OWNERS;
            serial = (serial + rest(round + 1, category, owner, SERIALS)) % SERIALS;
        }
        String number =
                "%c%c%c%s%06d"
                        .formatted(
                                'A' + owner / LETTERS / LETTERS,
                                'A' + owner / LETTERS % LETTERS,
                                'A' + owner % LETTERS,
                                category,
                                serial);
        if (box.group(4).isEmpty()) {
            return number;
        }
        int off = box.group(4).charAt(0) - '0' + 10 - CheckDigits.containerDigit(plain);
        return number + (CheckDigits.containerDigit(number) + off) % 10;
    }

    private int rest(int round, String category, int half, int most) {
        byte[] mac =
                PseudonymKey.mac(
                        key, "box", Integer.toString(round), category, Integer.toString(half));
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(mac).getLong(), most);
    }

    // SPEC: RFC 9562 5.8: version 8 is for what nobody else's rules have made.
    private String uuid(String name) {
        ByteBuffer mac =
                ByteBuffer.wrap(PseudonymKey.mac(key, "uuid", name.toLowerCase(Locale.ROOT)));
        long high = (mac.getLong() & ~0xf000L) | 0x8000L;
        long low = (mac.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Still one, or the receiver would take what the sender raised for something else. */
    private String controlNumber(String name) {
        return text("control", name, ALPHABET, 6)
                + text("date", name, DIGITS, 4)
                + text("rest", name, ALPHABET, 7);
    }

    private String text(String what, String name, String alphabet, int length) {
        byte[] mac = PseudonymKey.mac(key, what, name);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt((mac[i] & 0xff) % alphabet.length()));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "the pseudonyms at " + partner;
    }
}
