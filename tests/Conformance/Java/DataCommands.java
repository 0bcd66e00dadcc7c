import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaProjector;
import org.apache.kafka.connect.data.Struct;

/** The data model: data.text VALUE, data.project SCHEMA VALUE SCHEMA, data.validate SCHEMA VALUE, data.put SCHEMA FIELD VALUE, data.schema SCHEMA. */
final class DataCommands {
    private DataCommands() {
    }

    static void addTo(Map<String, Oracle.Command> commands) {
        commands.put("data.text", words -> Notation.text(String.valueOf(Notation.value(words[1]))));
        commands.put("data.schema", words -> Notation.of(Notation.schema(words[1])));
        commands.put("data.project", words -> {
            Schema source = Notation.schema(words[1]);
            Schema target = Notation.schema(words[3]);
            return Notation.of(SchemaProjector.project(source, Notation.value(words[2]), target));
        });
        commands.put("data.validate", words -> {
            ConnectSchema.validateValue(Notation.schema(words[1]), Notation.value(words[2]));
            return "";
        });
        commands.put("data.put", words -> {
            Struct struct = new Struct(Notation.schema(words[1]));
            return Notation.of(struct.put(Notation.textOf(words[2]), Notation.value(words[3])));
        });
    }
}
