using AgentFunctions.Tasks;

namespace AgentFunctions.Agents.Checks;

/// <summary>What an agent's checks say of an answer.</summary>
public enum CheckVerdict
{
    /// <summary>Every check passed.</summary>
    Passed,

    /// <summary>One did not.</summary>
    Failed,

    /// <summary>Nobody can say: the agent has no checks, the input lacks what one compares with, or a judge gave no score.</summary>
    NotJudged,

    /// <summary>The caller cancelled while a judge was at work. What it took by then is in the report.</summary>
    Interrupted,
}

/// <summary>What an agent's checks said of one answer.</summary>
/// <param name="Check">Name of the check that decided; null when all passed or there were none.</param>
/// <param name="Reason">Why, for a person: fields, settings and numbers, but no text of prompt or answer.</param>
/// <param name="Use">What judges took from models, whatever the verdict.</param>
public sealed record CheckReport(CheckVerdict Verdict, string? Check, string? Reason, ModelUse Use);
