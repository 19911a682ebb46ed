package io.weighhouse.modelfile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.weighhouse.modelfile.JsonScanner.Token;

/** Reads one element of a group's {@code weights}; reports every rule that it breaks. Serves once. */
final class WeightSpecReader {

    /** TensorFlow itself knows no tensor of more dimensions. */
    static final int MAX_RANK = 254;

    private enum Member {
        NAME,
        SHAPE,
        DTYPE,
        QUANTIZATION,
        QUANTIZATION_DTYPE,
        MIN,
        SCALE;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final JsonScanner scanner;
    private final Set<Member> seen = EnumSet.noneOf(Member.class);
    private final Set<Member> valid = EnumSet.noneOf(Member.class);
    private String name = "";
    private DType dtype = DType.FLOAT32;
    private Quantization quantization = Quantization.UINT8;
    private final List<Long> shape = new ArrayList<>();
    private double min;
    private double scale;
    private boolean optimizer;

    WeightSpecReader(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Reads the value that begins with {@code first}; empty where a finding was reported. */
    Optional<WeightSpec> read(Token first) {
        if (first != Token.OBJECT) {
            scanner.refuse(first, "is not an object");
            return Optional.empty();
        }
        while (scanner.next() != Token.OBJECT_END) {
            readMember(scanner.text());
        }
        for (Member member : EnumSet.of(Member.NAME, Member.SHAPE, Member.DTYPE)) {
            if (!seen.contains(member)) {
                scanner.reportMember(member.key(), "is missing");
            }
        }
        return checkQuantization() && valid.containsAll(EnumSet.of(Member.NAME, Member.SHAPE, Member.DTYPE))
                ? Optional.of(new WeightSpec(name, dtype, shape, quantization(), scale(), optimizer))
                : Optional.empty();
    }

    /** The name, also of a spec that is not valid otherwise; empty where there is none. */
    Optional<String> name() {
        return valid.contains(Member.NAME) ? Optional.of(name) : Optional.empty();
    }

    private Optional<Quantization> quantization() {
        return seen.contains(Member.QUANTIZATION) ? Optional.of(quantization) : Optional.empty();
    }

    private Optional<WeightSpec.Scale> scale() {
        return valid.containsAll(EnumSet.of(Member.MIN, Member.SCALE)) && quantization.needsMinAndScale()
                ? Optional.of(new WeightSpec.Scale(min, scale))
                : Optional.empty();
    }

    private void readMember(String key) {
        Token first = scanner.next();
        switch (key) {
            case "name" -> readName(first);
            case "dtype" -> readDType(first);
            case "shape" -> readShape(first);
            case "quantization" -> readQuantization(first);
            case "group" -> readGroup(first);
            default -> scanner.skip(first);
        }
    }

    /** The one group that TensorFlow.js knows; it has nothing to do with manifest groups. */
    private void readGroup(Token first) {
        optimizer = first == Token.STRING && scanner.text().equals("optimizer");
        scanner.skip(first);
    }

    private void readName(Token first) {
        seen.add(Member.NAME);
        if (first == Token.STRING) {
            name = scanner.text();
            valid.add(Member.NAME);
        } else {
            scanner.refuse(first, "is not a string");
        }
    }

    private void readDType(Token first) {
        seen.add(Member.DTYPE);
        Optional<DType> named = first == Token.STRING ? DType.named(scanner.text()) : Optional.empty();
        if (named.isPresent()) {
            dtype = named.get();
            valid.add(Member.DTYPE);
        } else {
            scanner.refuse(first, "is not one of " + DType.known());
        }
    }

    private void readShape(Token first) {
        seen.add(Member.SHAPE);
        if (first != Token.ARRAY) {
            scanner.refuse(first, "is not an array");
            return;
        }
        shape.clear();
        boolean allValid = true;
        int rank = 0;
        for (Token token = scanner.next(); token != Token.ARRAY_END; token = scanner.next()) {
            rank++;
            if (rank <= MAX_RANK) {
                allValid &= readDimension(token);
            } else {
                scanner.skip(token);
            }
        }
        if (rank > MAX_RANK) {
            scanner.report("has %d dimensions; TensorFlow knows at most %d", rank, MAX_RANK);
        } else if (allValid && WeightSpec.elements(shape).isEmpty()) {
            scanner.report("has a product above 2^53");
        } else if (allValid) {
            valid.add(Member.SHAPE);
        }
    }

    private boolean readDimension(Token token) {
        if (token == Token.NUMBER) {
            try {
                long dimension = new BigDecimal(scanner.shortNumber()).longValueExact();
                if (dimension >= 0 && dimension <= WeightSpec.MAX_ELEMENTS) {
                    shape.add(dimension);
                    return true;
                }
            } catch (ArithmeticException | NumberFormatException e) {
                // a fraction, or far beyond 2^53: told below
            }
        }
        scanner.refuse(token, "is not an integer from 0 to 2^53");
        return false;
    }

    private void readQuantization(Token first) {
        seen.add(Member.QUANTIZATION);
        if (first != Token.OBJECT) {
            scanner.refuse(first, "is not an object");
            return;
        }
        valid.add(Member.QUANTIZATION);
        while (scanner.next() != Token.OBJECT_END) {
            String key = scanner.text();
            Token value = scanner.next();
            switch (key) {
                case "dtype" -> readQuantizationDType(value);
                case "min" -> min = readFinite(value, Member.MIN);
                case "scale" -> scale = readFinite(value, Member.SCALE);
                default -> scanner.skip(value);
            }
        }
    }

    private void readQuantizationDType(Token first) {
        seen.add(Member.QUANTIZATION_DTYPE);
        Optional<Quantization> named = first == Token.STRING ? Quantization.named(scanner.text()) : Optional.empty();
        if (named.isPresent()) {
            quantization = named.get();
            valid.add(Member.QUANTIZATION_DTYPE);
        } else {
            scanner.refuse(first, "is not one of " + Quantization.known());
        }
    }

    /** Whether a number is finite was seen by the scanner. What {@code float16} carries here, no client looks at. */
    private double readFinite(Token first, Member member) {
        if (first != Token.NUMBER) {
            scanner.skip(first);
            return 0;
        }
        valid.add(member);
        String text = scanner.shortNumber();
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    /** What can be told only when the whole spec was read: members come in any order. */
    private boolean checkQuantization() {
        if (!valid.contains(Member.QUANTIZATION)) {
            return !seen.contains(Member.QUANTIZATION);
        } else if (!seen.contains(Member.QUANTIZATION_DTYPE)) {
            scanner.reportMember("quantization/dtype", "is missing");
            return false;
        }
        boolean allowed = valid.contains(Member.QUANTIZATION_DTYPE);
        if (allowed && valid.contains(Member.DTYPE) && !quantization.allows(dtype)) {
            scanner.reportMember("quantization", "of %s does not go with dtype %s", quantization.text(), dtype.text());
            allowed = false;
        }
        for (Member member : EnumSet.of(Member.MIN, Member.SCALE)) {
            if (valid.contains(Member.QUANTIZATION_DTYPE) && quantization.needsMinAndScale() && !valid.contains(member)) {
                scanner.reportMember("quantization/" + member.key(), "is not a finite number, as %s needs",
                        quantization.text());
                allowed = false;
            }
        }
        return allowed;
    }
}
