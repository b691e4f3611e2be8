namespace AgentFunctions.Webhooks.Delivery;

/// <summary>What became of one try to deliver a callback.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The receiver has taken it: 200 to 299.</summary>
    public sealed record Taken(int Status) : SendOutcome;

    /// <summary>Not this time.</summary>
    /// <param name="Code">See <see cref="SendFault"/>.</param>
    /// <param name="Status">Of the answer; null when there was none.</param>
    /// <param name="RetryAfter">What the receiver asked for.</param>
    public sealed record Failed(string Code, int? Status = null, TimeSpan? RetryAfter = null) : SendOutcome
    {
        /// <summary>True when no further try makes sense.</summary>
        public bool IsFinal => Code is SendFault.Gone or SendFault.TargetRefused or SendFault.NotAllowed;
    }
}

/// <summary>Why a try failed.</summary>
public static class SendFault
{
    /// <summary>The receiver answered with another status than 200 to 299.</summary>
    public const string Status = "status";

    /// <summary>The receiver answered 410: it wants no more.</summary>
    public const string Gone = "gone";

    /// <summary>The host's addresses are private, and were not connected to.</summary>
    public const string TargetRefused = "targetRefused";

    /// <summary>The settings no longer allow the address.</summary>
    public const string NotAllowed = "notAllowed";

    /// <summary>The host name has no address.</summary>
    public const string Unresolved = "unresolved";

    /// <summary>The connection was refused, or broke.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The receiver's certificate is not good for its name.</summary>
    public const string Tls = "tls";

    /// <summary>No connection, or no answer, in time.</summary>
    public const string Timeout = "timeout";
}
