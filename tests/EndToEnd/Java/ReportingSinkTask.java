package OrleansConnect.Tests.Plugins;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** The task of the same name in tests/Plugins, for Kafka Connect. */
public class ReportingSinkTask extends SinkTask {
    @Override
    public void start(Map<String, String> settings) {
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            if (record.value() instanceof Map<?, ?> map && map.containsKey("report")) {
                context.errantRecordReporter().report(record, new DataException((String) map.get("report")));
            }
        }
    }

    @Override
    public void stop() {
    }

    @Override
    public String version() {
        return "1.0";
    }
}
