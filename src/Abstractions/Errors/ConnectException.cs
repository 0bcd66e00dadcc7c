namespace OrleansConnect.Abstractions.Errors;

/// <summary>What went wrong in a connector, a converter, a transformation or the runtime. Unless it is retriable, it fails the task.</summary>
public class ConnectException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The operation failed now and may succeed when tried again: the runtime retries it as <c>errors.retry.timeout</c> allows.</summary>
public class RetriableException(string message, Exception? cause = null) : ConnectException(message, cause);

/// <summary>A record or its schema is not what it has to be. Trying again does not help; <c>errors.tolerance</c> decides what happens.</summary>
public class DataException(string message, Exception? cause = null) : ConnectException(message, cause);

/// <summary>A schema was described in a way that contradicts itself.</summary>
public sealed class SchemaBuilderException(string message, Exception? cause = null) : DataException(message, cause);

/// <summary>A value of one schema cannot be read under another.</summary>
public sealed class SchemaProjectorException(string message, Exception? cause = null) : DataException(message, cause);

/// <summary>A connector or task called its context at a time when the call has no meaning.</summary>
public sealed class IllegalWorkerStateException(string message, Exception? cause = null) : ConnectException(message, cause);

/// <summary>Somebody else has taken over what this task writes to, with a higher generation. It may write nothing more, and fails.</summary>
public sealed class FencedException(string message, Exception? cause = null) : ConnectException(message, cause);
