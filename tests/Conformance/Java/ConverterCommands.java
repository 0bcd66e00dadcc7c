import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/**
 * converter.new ID CLASS KIND NAME VALUE ...: makes and configures a converter of the kind key, value or header.
 * converter.from ID SCHEMA VALUE: the bytes in hex, or _ for null. converter.to ID BYTES: schema and value.
 * converter.again ID BYTES: the bytes of what those bytes are read as.
 */
final class ConverterCommands {
    private static final Map<String, Object> CONVERTERS = new HashMap<>();
    private static final Map<String, Object> HEADER_CONVERTERS = new HashMap<>();

    private ConverterCommands() {
    }

    static void addTo(Map<String, Oracle.Command> commands) {
        commands.put("converter.new", ConverterCommands::create);
        commands.put("converter.from", words -> from(words[1], words[2], words[3]));
        commands.put("converter.to", words -> to(words[1], words[2]));
        commands.put("converter.again", words -> again((Converter) CONVERTERS.get(words[1]), HexFormat.of().parseHex(words[2])));
    }

    private static String create(String[] words) throws Exception {
        Object converter = Class.forName(words[2]).getDeclaredConstructor().newInstance();
        Map<String, Object> settings = new HashMap<>();
        for (int i = 4; i < words.length; i += 2) {
            settings.put(Notation.textOf(words[i]), Notation.textOf(words[i + 1]));
        }
        if (words[3].equals("header")) {
            ((HeaderConverter) converter).configure(settings);
            HEADER_CONVERTERS.put(words[1], converter);
        } else {
            ((Converter) converter).configure(settings, words[3].equals("key"));
            CONVERTERS.put(words[1], converter);
        }
        return words[1];
    }

    private static String from(String id, String schema, String value) {
        byte[] bytes = CONVERTERS.containsKey(id)
            ? ((Converter) CONVERTERS.get(id)).fromConnectData("t", Notation.schema(schema), Notation.value(value))
            : ((HeaderConverter) HEADER_CONVERTERS.get(id)).fromConnectHeader("t", "h", Notation.schema(schema), Notation.value(value));
        return bytes == null ? "_" : HexFormat.of().formatHex(bytes);
    }

    private static String again(Converter converter, byte[] bytes) {
        SchemaAndValue read = converter.toConnectData("t", bytes);
        return HexFormat.of().formatHex(converter.fromConnectData("t", read.schema(), read.value()));
    }

    private static String to(String id, String hex) {
        byte[] bytes = hex.equals("_") ? null : HexFormat.of().parseHex(hex);
        SchemaAndValue result = CONVERTERS.containsKey(id)
            ? ((Converter) CONVERTERS.get(id)).toConnectData("t", bytes)
            : ((HeaderConverter) HEADER_CONVERTERS.get(id)).toConnectHeader("t", "h", bytes);
        return result == null ? "_\t_" : Notation.of(result.schema()) + "\t" + Notation.of(result.value());
    }
}
