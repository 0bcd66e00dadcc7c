using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>The transformations of a connector, in order. Remembers where it stands, so that a step that failed can be tried again without repeating those before it.</summary>
internal sealed class TransformationChain(IReadOnlyList<TransformationStep> steps)
{
    private readonly TransformationStep[] _steps = [.. steps];
    private ConnectRecord? _record;
    private int _at;

    public bool IsEmpty => _steps.Length == 0;

    /// <summary>The number of the step that failed.</summary>
    public int FailedStep => _at;

    /// <summary>The class of the step that failed.</summary>
    public string FailedClass => _steps[_at].ClassName;

    /// <summary>The record as the last step returned it; null when a step dropped it.</summary>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        (_record, _at) = (record, 0);
        return Resume();
    }

    /// <summary>Goes on at the step that failed.</summary>
    public ConnectRecord? Resume()
    {
        while (_record is not null && _at < _steps.Length)
        {
            _record = _steps[_at].Apply(_record);
            _at++;
        }

        return _record;
    }
}
