using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tasks;

namespace AgentFunctions.Agents.Checks;

/// <summary>Runs an agent's checks on an answer: those that cost nothing in the order given, then the judges. Thread-safe.</summary>
public sealed class AnswerChecks(AgentCatalogue agents, ModelCatalogue models, AgentRunner runner)
{
    /// <summary>Checks one answer.</summary>
    /// <param name="inputJson">The task's input, valid JSON.</param>
    /// <param name="answerJson">The answer, valid JSON.</param>
    /// <param name="scope">For whom judges are asked: the task whose answer it is pays for them.</param>
    /// <param name="budget">No judge is asked where that could take the price of all of them past it; null: no limit.</param>
    /// <returns>
    /// The first failure, else the first check that could not say, else passed; <see cref="CheckVerdict.NotJudged"/> for an agent without
    /// checks. A cancelled call ends as <see cref="CheckVerdict.Interrupted"/> and does not throw, so that what judges took can be billed.
    /// </returns>
    public async Task<CheckReport> RunAsync(
        AgentDefinition agent, string inputJson, string answerJson, CallScope scope, Usd? budget, CancellationToken cancellationToken)
    {
        if (agent.Checks.Count == 0)
        {
            return new CheckReport(CheckVerdict.NotJudged, null, null, ModelUse.None);
        }

        CheckReport report = Compare(agent, inputJson, answerJson);
        return report.Verdict == CheckVerdict.Passed
            ? await JudgeAsync(agent, $$"""{"input":{{inputJson}},"answer":{{answerJson}}}""", scope, budget, cancellationToken).ConfigureAwait(false)
            : report;
    }

    private static CheckReport Compare(AgentDefinition agent, string inputJson, string answerJson)
    {
        using JsonDocument input = JsonDocument.Parse(inputJson);
        using JsonDocument answer = JsonDocument.Parse(answerJson);
        CheckReport? undecided = null;
        foreach (AnswerCheck check in agent.Checks)
        {
            Finding finding = check switch
            {
                AnswerCheck.Schema => Schema(agent, answerJson),
                AnswerCheck.Pattern pattern => PatternCheck.Run(pattern, answer.RootElement),
                AnswerCheck.Cites cites => CitesCheck.Run(cites, input.RootElement, answer.RootElement),
                AnswerCheck.Number number => NumberCheck.Run(number, input.RootElement, answer.RootElement),
                _ => Finding.Passed,
            };
            if (finding.Verdict == CheckVerdict.Failed)
            {
                return Report(check, finding, ModelUse.None);
            }

            // A later failure weighs more: the order of the checks must not change the verdict.
            undecided ??= finding.Verdict == CheckVerdict.NotJudged ? Report(check, finding, ModelUse.None) : null;
        }

        return undecided ?? new CheckReport(CheckVerdict.Passed, null, null, ModelUse.None);
    }

    private static Finding Schema(AgentDefinition agent, string answerJson) =>
        OutputCheck.Run(answerJson, agent.OutputValidator).Json is null ? Finding.Failed("the answer does not match the output schema") : Finding.Passed;

    private async Task<CheckReport> JudgeAsync(AgentDefinition agent, string judged, CallScope scope, Usd? budget, CancellationToken cancellationToken)
    {
        ModelUse use = ModelUse.None;
        foreach (AnswerCheck.Judge judge in agent.Checks.OfType<AnswerCheck.Judge>())
        {
            AgentDefinition judging = agents.Find(judge.Agent) ?? throw new InvalidOperationException($"There is no agent '{judge.Agent}'.");
            ModelDefinition model = judge.Model is null ? models.Default : models.Find(judge.Model) ?? throw new InvalidOperationException($"There is no model '{judge.Model}'.");
            AgentOutcome outcome = await runner.RunAsync(judging, model, judged, scope, budget - use.Cost, cancellationToken).ConfigureAwait(false);
            use = new ModelUse([.. use.Calls, .. outcome.Use.Calls]);
            Finding finding = Of(judge, outcome);
            if (finding.Verdict != CheckVerdict.Passed)
            {
                return Report(judge, finding, use);
            }
        }

        return new CheckReport(CheckVerdict.Passed, null, null, use);
    }

    private static Finding Of(AnswerCheck.Judge judge, AgentOutcome outcome) => outcome switch
    {
        AgentOutcome.Answered answered => ScoreOf(answered.Json) switch
        {
            null => Finding.NotJudged($"'{judge.Agent}' gave no score from 0 to 1"),
            { } score when score >= judge.PassAt => Finding.Passed,
            { } score => Finding.Failed(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'{judge.Agent}' scored {score}; passAt is {judge.PassAt}")),
        },
        AgentOutcome.Failed failed => Finding.NotJudged($"'{judge.Agent}' gave no score: {failed.Fault.Error.Code}"),
        AgentOutcome.Deferred deferred => Finding.NotJudged($"'{judge.Agent}' gave no score: {deferred.Reason.Code}"),
        AgentOutcome.Interrupted => new Finding(CheckVerdict.Interrupted, null),
        _ => throw new InvalidOperationException($"An agent cannot end with {outcome}."),
    };

    private static double? ScoreOf(string json)
    {
        using JsonDocument answer = JsonDocument.Parse(json);
        return answer.RootElement.TryGetProperty(JudgeRules.Score, out JsonElement score) && score.ValueKind == JsonValueKind.Number && score.TryGetDouble(out double value) && value is >= 0 and <= 1
            ? value
            : null;
    }

    private static CheckReport Report(AnswerCheck check, Finding finding, ModelUse use) => new(finding.Verdict, check.Name, finding.Reason, use);
}
