using System.Text.RegularExpressions;

namespace AgentFunctions.Agents.Checks;

/// <summary>One thing that says whether an agent's answer is good enough.</summary>
public abstract record AnswerCheck
{
    private AnswerCheck()
    {
    }

    /// <summary>Its kind and what it looks at, such as <c>regex invoiceNumber</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Matching the output schema is enough.</summary>
    public sealed record Schema : AnswerCheck
    {
        public override string Name => "schema";
    }

    /// <summary>Every text of a field matches a regular expression.</summary>
    /// <param name="Optional">Whether an answer without the field passes.</param>
    public sealed record Pattern(FieldPath Field, Regex Form, bool Optional) : AnswerCheck
    {
        public override string Name => $"regex {Field}";
    }

    /// <summary>Everything that a field names or quotes occurs in the task's input.</summary>
    /// <param name="From">The input's texts, or its objects with an <c>id</c>.</param>
    /// <param name="Optional">Whether an answer that cites nothing passes.</param>
    public sealed record Cites(FieldPath Field, FieldPath From, bool Optional) : AnswerCheck
    {
        public override string Name => $"cites {Field}";
    }

    /// <summary>Every number of a field is close to the one expected.</summary>
    /// <param name="Optional">Whether an answer without the field passes.</param>
    public sealed record Number(FieldPath Field, ExpectedNumber Expected, Tolerance Tolerance, bool Optional) : AnswerCheck
    {
        public override string Name => $"number {Field}";
    }

    /// <summary>Another agent scores the answer.</summary>
    /// <param name="Agent">It is given <c>{"input": …, "answer": …}</c> and gives <c>score</c>, 0 to 1.</param>
    /// <param name="PassAt">Lowest score that passes, 0 to 1.</param>
    /// <param name="Model">Model that it runs on; null: the catalogue's default.</param>
    public sealed record Judge(string Agent, double PassAt, string? Model) : AnswerCheck
    {
        /// <summary>Default of <see cref="PassAt"/>.</summary>
        public const double DefaultPassAt = 0.7;

        public override string Name => $"judge {Agent}";
    }
}
