import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Answers what Apache Kafka Connect's own classes do. One request a line on stdin, its words divided by tabs, the first of them the
 * command; one answer a line on stdout: "ok", a tab and the result, or "error", the class and the message.
 * Texts, values and schemas are written in the notation of {@link Notation}. To add commands, add them to the map.
 */
public final class Oracle {
    interface Command {
        String run(String[] words) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Map<String, Command> commands = new HashMap<>();
        ConverterCommands.addTo(commands);
        DataCommands.addTo(commands);
        TransformCommands.addTo(commands);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII), 1 << 16);
        Writer answers = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.US_ASCII), 1 << 16);
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.write(answer(commands, line.split("\t", -1)));
            answers.write('\n');
            if (!requests.ready()) {
                answers.flush();
            }
        }
    }

    private static String answer(Map<String, Command> commands, String[] words) {
        try {
            return "ok\t" + commands.get(words[0]).run(words);
        } catch (Exception | StackOverflowError error) {
            String message = String.valueOf(error.getMessage()).replace("java.util.LinkedHashMap", "java.util.HashMap");
            boolean isExpected = error instanceof ConnectException || error instanceof ConfigException;
            return "error\t" + (isExpected ? error.getClass().getSimpleName() : "?" + error.getClass().getName()) + "\t" + Notation.text(message);
        }
    }
}
