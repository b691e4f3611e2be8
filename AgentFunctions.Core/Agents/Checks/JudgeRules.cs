using System.Text.Json;
using AgentFunctions.Models;

namespace AgentFunctions.Agents.Checks;

/// <summary>What holds between agents, their judges and the models: to be looked at when all of them are known.</summary>
internal static class JudgeRules
{
    /// <summary>The field of a judge's answer that is its score.</summary>
    public const string Score = "score";

    // What a judge is given.
    private static readonly string[] Given = ["input", "answer"];

    /// <summary>The judges that cannot judge, by file and field.</summary>
    public static IEnumerable<string> Faults(AgentCatalogue agents, ModelCatalogue models)
    {
        foreach (AgentDefinition agent in agents.All)
        {
            foreach ((int index, AnswerCheck check) in agent.Checks.Index())
            {
                if (check is AnswerCheck.Judge judge && Problem(agent, judge, agents, models) is { } problem)
                {
                    yield return $"{agent.Name}{AgentFile.Extension}: checks[{index}].judge{problem}";
                }
            }
        }
    }

    private static string? Problem(AgentDefinition agent, AnswerCheck.Judge judge, AgentCatalogue agents, ModelCatalogue models)
    {
        if (agents.Find(judge.Agent) is not { } judging)
        {
            return $".agent is '{judge.Agent}', which is no agent; known are {string.Join(", ", agents.All.Select(a => a.Name))}";
        }

        if ((judge.Model is null ? models.Default : models.Find(judge.Model)) is not { } model)
        {
            return $".model is '{judge.Model}', which is not in the catalogue; it has {string.Join(", ", models.All.Select(m => m.Name))}";
        }

        return IsJudgedBy(judging, agent.Name, agents) ? $".agent is '{judge.Agent}', which is judged by '{agent.Name}' itself or by one of its own judges; judges must not judge in a circle"
            : !GivesScore(judging.OutputSchema) ? $".agent is '{judge.Agent}', whose output has no required '{Score}' of type number"
            : judging.Instructions.Placeholders.FirstOrDefault(p => !p.Optional && p.Path is [var first, ..] && !Given.Contains(first)) is { } other ? $".agent is '{judge.Agent}', which reads '{other}'; a judge is given input.input and input.answer"
            : judging.MaxOutputTokens >= model.ContextWindow ? $".agent is '{judge.Agent}', which asks for {judging.MaxOutputTokens} output tokens; the context window of model '{model.Name}' is {model.ContextWindow} tokens"
            : null;
    }

    // Whether the way from judge to judge leads back to the agent.
    private static bool IsJudgedBy(AgentDefinition judging, string agent, AgentCatalogue agents)
    {
        HashSet<string> seen = [];
        Stack<string> open = new([judging.Name]);
        while (open.TryPop(out string? name))
        {
            if (name == agent)
            {
                return true;
            }

            if (seen.Add(name))
            {
                foreach (AnswerCheck.Judge next in agents.Find(name)?.Checks.OfType<AnswerCheck.Judge>() ?? [])
                {
                    open.Push(next.Agent);
                }
            }
        }

        return false;
    }

    private static bool GivesScore(JsonElement schema) =>
        FieldPath.OfAnswer(Score).SchemasIn(schema) is { Count: > 0 } places
        && places.Any(p => SchemaPlaces.Allows(p, "number", "integer"))
        && schema.TryGetProperty("required", out JsonElement required)
        && required.EnumerateArray().Any(r => r.ValueEquals(Score));
}
