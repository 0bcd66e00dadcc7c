import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * transform.new ID CLASS NAME VALUE ...: makes and configures a transformation or predicate.
 * transform.apply ID RECORD: the record as it goes on, or _ when it is dropped. predicate.test ID RECORD: T or F.
 * chain.new ID TRANSFORMATION PREDICATE NEGATE ...: several in a row, by their ids, each with the id of a predicate or _, and true where that is negated.
 * chain.apply ID RECORD: the record as it leaves the last of them, or _ when one drops it.
 * A record is its kind (source or sink), topic, partition, key schema, key, value schema, value, timestamp, and for each header name, schema and value.
 * date.format PATTERN MS and date.parse PATTERN TEXT: SimpleDateFormat in UTC. regex.matches PATTERN TEXT; regex.replace PATTERN REPLACEMENT TEXT.
 */
final class TransformCommands {
    private static final long OFFSET = 42;
    private static final Map<String, Object> MADE = new HashMap<>();

    private TransformCommands() {
    }

    static void addTo(Map<String, Oracle.Command> commands) {
        commands.put("transform.new", TransformCommands::create);
        commands.put("transform.apply", words -> textOf(((Transformation) MADE.get(words[1])).apply(record(words))));
        commands.put("chain.new", words -> {
            MADE.put(words[1], words);
            return words[1];
        });
        commands.put("chain.apply", words -> textOf(applyAll((String[]) MADE.get(words[1]), record(words))));
        commands.put("predicate.test", words -> ((Predicate) MADE.get(words[1])).test(record(words)) ? "T" : "F");
        commands.put("date.format", words -> Notation.text(format(words[1]).format(new Date(Long.parseLong(words[2])))));
        commands.put("date.parse", words -> Notation.of(format(words[1]).parse(Notation.textOf(words[2]))));
        commands.put("regex.matches", words -> Pattern.compile(Notation.textOf(words[1])).matcher(Notation.textOf(words[2])).matches() ? "T" : "F");
        commands.put("regex.replace", words -> {
            Matcher matcher = Pattern.compile(Notation.textOf(words[1])).matcher(Notation.textOf(words[3]));
            return Notation.text(matcher.replaceFirst(Notation.textOf(words[2])));
        });
    }

    private static SimpleDateFormat format(String pattern) {
        SimpleDateFormat format = new SimpleDateFormat(Notation.textOf(pattern));
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        return format;
    }

    private static String create(String[] words) throws Exception {
        Object made = Class.forName(words[2]).getDeclaredConstructor().newInstance();
        Map<String, Object> settings = new HashMap<>();
        for (int i = 3; i < words.length; i += 2) {
            settings.put(Notation.textOf(words[i]), Notation.textOf(words[i + 1]));
        }
        if (made instanceof Predicate) {
            ((Predicate) made).configure(settings);
        } else {
            ((Transformation) made).configure(settings);
        }
        MADE.put(words[1], made);
        return words[1];
    }

    private static ConnectRecord applyAll(String[] steps, ConnectRecord record) {
        for (int i = 2; i < steps.length && record != null; i += 3) {
            Predicate predicate = (Predicate) MADE.get(steps[i + 1]);
            if (predicate == null || predicate.test(record) != Boolean.parseBoolean(steps[i + 2])) {
                record = ((Transformation) MADE.get(steps[i])).apply(record);
            }
        }
        return record;
    }

    private static String textOf(ConnectRecord result) {
        if (result == null) {
            return "_";
        }
        StringBuilder text = new StringBuilder(Notation.text(result.topic())).append('\t').append(result.kafkaPartition())
            .append('\t').append(Notation.of(result.keySchema())).append('\t').append(Notation.of(result.key()))
            .append('\t').append(Notation.of(result.valueSchema())).append('\t').append(Notation.of(result.value()))
            .append('\t').append(result.timestamp());
        for (Header header : (Iterable<Header>) result.headers()) {
            text.append('\t').append(Notation.text(header.key())).append('\t').append(Notation.of(header.schema()))
                .append('\t').append(Notation.of(header.value()));
        }
        return text.toString();
    }

    private static ConnectRecord record(String[] words) {
        String topic = Notation.textOf(words[3]);
        Integer partition = words[4].equals("null") ? null : Integer.valueOf(words[4]);
        Long timestamp = words[9].equals("null") ? null : Long.valueOf(words[9]);
        ConnectHeaders headers = new ConnectHeaders();
        for (int i = 10; i < words.length; i += 3) {
            headers.add(Notation.textOf(words[i]), Notation.value(words[i + 2]), Notation.schema(words[i + 1]));
        }
        if (words[2].equals("sink")) {
            return new SinkRecord(topic, partition, Notation.schema(words[5]), Notation.hashed(words[5], words[6]), Notation.schema(words[7]),
                Notation.hashed(words[7], words[8]), OFFSET, timestamp, TimestampType.CREATE_TIME, headers);
        }
        return new SourceRecord(null, null, topic, partition, Notation.schema(words[5]), Notation.hashed(words[5], words[6]), Notation.schema(words[7]),
            Notation.hashed(words[7], words[8]), timestamp, headers);
    }
}
