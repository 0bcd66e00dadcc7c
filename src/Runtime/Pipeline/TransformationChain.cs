using System.Diagnostics.CodeAnalysis;
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
    /// <param name="record">The record.</param>
    /// <param name="isOwned">Whether nobody else holds it, so that it may be changed in place.</param>
    public ConnectRecord? Apply(ConnectRecord record, bool isOwned)
    {
        record.IsOwned = isOwned;
        (_record, _at) = (record, 0);
        return Resume();
    }

    /// <summary>Goes on at the step that failed.</summary>
    public ConnectRecord? Resume()
    {
        while (_record is not null && _at < _steps.Length)
        {
            _record = Apply(_steps[_at], _record);
            _at++;
        }

        return Release(_record);
    }

    private static ConnectRecord? Apply(TransformationStep step, ConnectRecord record)
    {
        if (!step.KeepsNoRecord)
        {
            // Such a step may hold on to what it is given and to what it returns.
            return step.Apply(Release(record));
        }

        var changed = step.Apply(record);
        if (changed is not null && !ReferenceEquals(changed, record))
        {
            changed.IsOwned = true;
        }

        return changed;
    }

    [return: NotNullIfNotNull(nameof(record))]
    private static ConnectRecord? Release(ConnectRecord? record)
    {
        if (record is not null)
        {
            record.IsOwned = false;
        }

        return record;
    }
}
