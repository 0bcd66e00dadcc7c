import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Schemas and values as text of one line in ASCII, each starting with the letter of its kind:
 * values: _ null; T F truth; b s i l whole numbers of 8 to 64 bits; f d the bits of a float, in hex; S text, as UTF-16 in hex; B bytes, R a byte
 * buffer, in hex; D unscaled value and scale; U milliseconds of a date; [ list ]; { keys and values in turn }; X schema and all field values;
 * a scalar ends with a semicolon.
 * schemas: _ none, or the type's name and a semicolon, then what it has of: k keys, e elements, a each field with name and schema, o optional,
 * n name, v version, c documentation, p parameters, q default; a full stop ends it.
 */
final class Notation {
    private static final HexFormat HEX = HexFormat.of();

    private final String input;
    private int position;
    private boolean isHashing;

    Notation(String input) {
        this.input = input;
    }

    static Object value(String input) {
        return new Notation(input).value();
    }

    /** A value whose maps, if it has no schema, iterate like those that converters and transformations make. */
    static Object hashed(String schema, String input) {
        Notation notation = new Notation(input);
        notation.isHashing = schema.equals("_");
        return notation.value();
    }

    static Schema schema(String input) {
        return new Notation(input).schema();
    }

    static String textOf(String input) {
        return (String) value(input);
    }

    static String text(String text) {
        return text == null ? "_" : "S" + hexOf(text) + ";";
    }

    Object value() {
        char kind = input.charAt(position++);
        switch (kind) {
            case '_': return null;
            case 'T': return Boolean.TRUE;
            case 'F': return Boolean.FALSE;
            case 'X': return struct();
            case '[': return list();
            case '{': return map();
            default: return scalar(kind, word());
        }
    }

    private static Object scalar(char kind, String word) {
        switch (kind) {
            case 'b': return Byte.valueOf(word);
            case 's': return Short.valueOf(word);
            case 'i': return Integer.valueOf(word);
            case 'l': return Long.valueOf(word);
            case 'f': return Float.intBitsToFloat(Integer.parseUnsignedInt(word, 16));
            case 'd': return Double.longBitsToDouble(Long.parseUnsignedLong(word, 16));
            case 'S': return textOfHex(word);
            case 'B': return HEX.parseHex(word);
            case 'R': return ByteBuffer.wrap(HEX.parseHex(word));
            case 'U': return new Date(Long.parseLong(word));
            case 'D': return decimal(word.split(","));
            default: throw new IllegalArgumentException("no kind of value: " + kind);
        }
    }

    private static BigDecimal decimal(String[] parts) {
        return new BigDecimal(new BigInteger(parts[0]), Integer.parseInt(parts[1]));
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        while (!next(']')) {
            list.add(value());
        }
        return list;
    }

    private Map<Object, Object> map() {
        Map<Object, Object> map = isHashing ? new HashMap<>() : new LinkedHashMap<>();
        while (!next('}')) {
            Object key = value();
            map.put(key, value());
        }
        return map;
    }

    // Goes around the checks, so that what no connector may build can be tried too.
    private Struct struct() {
        Struct struct = new Struct(schema());
        try {
            java.lang.reflect.Field values = Struct.class.getDeclaredField("values");
            values.setAccessible(true);
            Object[] array = (Object[]) values.get(struct);
            for (int i = 0; i < array.length; i++) {
                array[i] = value();
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return struct;
    }

    Schema schema() {
        if (next('_')) {
            return null;
        }
        Schema.Type type = Schema.Type.valueOf(word());
        Schema keys = next('k') ? schema() : null;
        Schema elements = next('e') ? schema() : null;
        SchemaBuilder builder = type == Schema.Type.ARRAY ? SchemaBuilder.array(elements)
            : type == Schema.Type.MAP ? SchemaBuilder.map(keys, elements) : SchemaBuilder.type(type);
        while (next('a')) {
            String name = (String) value();
            builder.field(name, schema());
        }
        if (next('o')) {
            builder.optional();
        }
        if (next('n')) {
            builder.name((String) value());
        }
        if (next('v')) {
            builder.version((Integer) value());
        }
        if (next('c')) {
            builder.doc((String) value());
        }
        if (next('p')) {
            ((Map<?, ?>) value()).forEach((key, text) -> builder.parameter((String) key, (String) text));
        }
        if (next('q')) {
            builder.defaultValue(value());
        }
        position++;
        return builder.build();
    }

    static String of(Schema schema) {
        if (schema == null) {
            return "_";
        }
        StringBuilder text = new StringBuilder(schema.type().name()).append(';');
        if (schema.type() == Schema.Type.MAP) {
            text.append('k').append(of(schema.keySchema()));
        }
        if (schema.type() == Schema.Type.MAP || schema.type() == Schema.Type.ARRAY) {
            text.append('e').append(of(schema.valueSchema()));
        }
        if (schema.type() == Schema.Type.STRUCT) {
            for (Field field : schema.fields()) {
                text.append('a').append(text(field.name())).append(of(field.schema()));
            }
        }
        text.append(schema.isOptional() ? "o" : "");
        append(text, 'n', schema.name());
        append(text, 'v', schema.version());
        append(text, 'c', schema.doc());
        append(text, 'p', schema.parameters());
        append(text, 'q', schema.defaultValue());
        return text.append('.').toString();
    }

    private static void append(StringBuilder text, char kind, Object value) {
        if (value != null) {
            text.append(kind).append(of(value));
        }
    }

    static String of(Object value) {
        if (value == null) {
            return "_";
        } else if (value instanceof Boolean) {
            return (Boolean) value ? "T" : "F";
        } else if (value instanceof List) {
            StringBuilder text = new StringBuilder("[");
            ((List<?>) value).forEach(element -> text.append(of(element)));
            return text.append(']').toString();
        } else if (value instanceof Map) {
            // Java's maps have no order; sorted, two of them can be compared.
            List<String> entries = new ArrayList<>();
            ((Map<?, ?>) value).forEach((key, element) -> entries.add(of(key) + of(element)));
            entries.sort(null);
            return "{" + String.join("", entries) + "}";
        } else if (value instanceof Struct) {
            Struct struct = (Struct) value;
            StringBuilder text = new StringBuilder("X").append(of(struct.schema()));
            struct.schema().fields().forEach(field -> text.append(of(struct.getWithoutDefault(field.name()))));
            return text.toString();
        }
        return scalar(value) + ";";
    }

    private static String scalar(Object value) {
        if (value instanceof String) {
            return "S" + hexOf((String) value);
        } else if (value instanceof Byte) {
            return "b" + value;
        } else if (value instanceof Short) {
            return "s" + value;
        } else if (value instanceof Integer) {
            return "i" + value;
        } else if (value instanceof Long) {
            return "l" + value;
        } else if (value instanceof Float) {
            return "f" + Integer.toHexString(Float.floatToIntBits((Float) value));
        } else if (value instanceof Double) {
            return "d" + Long.toHexString(Double.doubleToLongBits((Double) value));
        } else if (value instanceof byte[]) {
            return "B" + HEX.formatHex((byte[]) value);
        } else if (value instanceof ByteBuffer) {
            return "R" + HEX.formatHex(((ByteBuffer) value).array());
        } else if (value instanceof Date) {
            return "U" + ((Date) value).getTime();
        } else if (value instanceof BigDecimal) {
            return "D" + ((BigDecimal) value).unscaledValue() + "," + ((BigDecimal) value).scale();
        }
        return "?" + value.getClass().getName();
    }

    private String word() {
        int end = input.indexOf(';', position);
        String word = input.substring(position, end);
        position = end + 1;
        return word;
    }

    private boolean next(char expected) {
        boolean is = input.charAt(position) == expected;
        position += is ? 1 : 0;
        return is;
    }

    private static String hexOf(String text) {
        StringBuilder hex = new StringBuilder(text.length() * 4);
        for (int i = 0; i < text.length(); i++) {
            hex.append(HEX.toHexDigits(text.charAt(i)));
        }
        return hex.toString();
    }

    private static String textOfHex(String hex) {
        StringBuilder text = new StringBuilder(hex.length() / 4);
        for (int i = 0; i < hex.length(); i += 4) {
            text.append((char) HexFormat.fromHexDigits(hex, i, i + 4));
        }
        return text.toString();
    }
}
