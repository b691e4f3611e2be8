namespace AgentFunctions.Tasks;

/// <summary>What a task waits for, other than its turn.</summary>
/// <param name="Code">Machine-readable, kebab case; one of the codes of this class.</param>
/// <param name="Message">For a person.</param>
/// <param name="Until">When it is looked at again.</param>
public sealed record WaitReason(string Code, string Message, DateTimeOffset Until)
{
    /// <summary>The model's requests or tokens of this minute are taken.</summary>
    public const string ProviderLimit = "provider-limit";

    /// <summary>The provider answered 429 and is left alone for a while.</summary>
    public const string ProviderPause = "provider-pause";

    /// <summary>A budget of this day or month is used up.</summary>
    public const string OverBudget = "over-budget";

    /// <summary>The task is with the batch API of its model's provider.</summary>
    public const string ProviderBatch = "provider-batch";

    /// <summary>Limits and budgets could not be read or written.</summary>
    public const string LimitsUnreachable = "limits-unreachable";
}
