using System.Security.Cryptography;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>The fetch sessions of all consumers; the one longest unused gives way when there are too many.</summary>
internal sealed class FetchSessions(int capacity, TimeProvider time)
{
    private const int InitialEpoch = 0;
    private const int FinalEpoch = -1;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, FetchSession> _sessions = [];

    /// <summary>The session a fetch belongs to; one with the id 0 is forgotten after the answer.</summary>
    public FetchSession? Resolve(FetchRequest request, out ErrorCode error)
    {
        error = ErrorCode.None;
        lock (_gate)
        {
            if (request.SessionEpoch is InitialEpoch or FinalEpoch)
            {
                _sessions.Remove(request.SessionId);
                return request.SessionEpoch == InitialEpoch ? Open() : new FetchSession(0);
            }

            if (!_sessions.TryGetValue(request.SessionId, out var session))
            {
                error = ErrorCode.FetchSessionIdNotFound;
                return null;
            }

            if (session.NextEpoch != request.SessionEpoch)
            {
                error = ErrorCode.InvalidFetchSessionEpoch;
                return null;
            }

            session.NextEpoch = session.NextEpoch == int.MaxValue ? 1 : session.NextEpoch + 1;
            session.LastUsed = time.GetTimestamp();
            return session;
        }
    }

    private FetchSession Open()
    {
        if (capacity == 0)
        {
            return new FetchSession(0);
        }

        if (_sessions.Count >= capacity)
        {
            _sessions.Remove(_sessions.Values.MinBy(session => session.LastUsed)?.Id ?? 0);
        }

        int id;
        do
        {
            id = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        }
        while (_sessions.ContainsKey(id));

        return _sessions[id] = new FetchSession(id) { LastUsed = time.GetTimestamp() };
    }
}
