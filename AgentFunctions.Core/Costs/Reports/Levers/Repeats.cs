using AgentFunctions.Costs.Reports.Top;

namespace AgentFunctions.Costs.Reports.Levers;

/// <summary>Goes through identical tasks as they came and finds those that need not have called a model.</summary>
internal static class Repeats
{
    /// <summary>The repeats by index of their group.</summary>
    /// <param name="maxAge">Age to which an agent's answers may be used again.</param>
    public static IReadOnlyDictionary<int, RepeatTally> Of(CostSample sample, Func<string, TimeSpan> maxAge)
    {
        Dictionary<int, RepeatTally> tallies = [];
        IReadOnlyList<TaskPoint> tasks = sample.Tasks;
        int[] order = [.. Enumerable.Range(0, tasks.Count).Where(i => tasks[i].Work != 0 && tasks[i].Tokens > 0)];
        Array.Sort(order, (a, b) => tasks[a].Work != tasks[b].Work ? tasks[a].Work.CompareTo(tasks[b].Work) : tasks[a].Number.CompareTo(tasks[b].Number));
        Answers answers = new();
        UInt128 work = 0;
        foreach (TaskPoint task in order.Select(i => tasks[i]))
        {
            if (task.Work != work)
            {
                (work, answers) = (task.Work, new Answers());
            }

            tallies[task.Group] = tallies.GetValueOrDefault(task.Group) + answers.Take(task, maxAge(sample.Groups[task.Group].Agent));
        }

        return tallies;
    }

    /// <summary>The answers that there are to one piece of work, as time goes on.</summary>
    private sealed class Answers
    {
        private readonly PriorityQueue<long, long> _open = new();
        private long? _answeredAt;

        public RepeatTally Take(TaskPoint task, TimeSpan maxAge)
        {
            while (_open.TryPeek(out long end, out _) && end <= task.CreatedAt)
            {
                _answeredAt = _open.Dequeue();
            }

            Usd cost = Usd.FromMicros(task.GroupMicros);
            if (_answeredAt is { } at && task.CreatedAt - at <= maxAge.TotalMilliseconds)
            {
                return new RepeatTally { Answered = 1, AnsweredCost = cost };
            }

            if (_open.Count > 0)
            {
                return new RepeatTally { Open = 1, OpenCost = cost };
            }

            if (task.OpenMilliseconds >= 0)
            {
                long end = task.CreatedAt + task.OpenMilliseconds;
                _open.Enqueue(end, end);
            }

            return default;
        }
    }
}

/// <summary>Tasks that called a model for what an identical task was asked too.</summary>
/// <param name="Answered">That task had been answered, and its answer was young enough.</param>
/// <param name="Open">That task was open, and succeeded later.</param>
internal readonly record struct RepeatTally(int Answered, Usd AnsweredCost, int Open, Usd OpenCost)
{
    public static RepeatTally operator +(RepeatTally left, RepeatTally right) =>
        new(left.Answered + right.Answered, left.AnsweredCost + right.AnsweredCost, left.Open + right.Open, left.OpenCost + right.OpenCost);
}
