<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name>AboutPage</name>
    <message>
        <source>Deskhand {version}</source>
        <translation>Deskhand {version}</translation>
    </message>
    <message>
        <source>Apache License 2.0. Works on this computer, without an account.</source>
        <translation>Apache License 2.0。このパソコンで動き、アカウントは不要です。</translation>
    </message>
    <message>
        <source>Where tasks, settings and what is needed for undo lie</source>
        <translation>タスク・設定・元に戻すためのデータの保存場所</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>使用しているソフトウェア</translation>
    </message>
</context>
<context>
    <name>AccessSection</name>
    <message>
        <source>Add folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>アクセスできる範囲</translation>
    </message>
    <message>
        <source>No folder. Nothing can be read or changed.</source>
        <translation>フォルダーはありません。何も読み取れず、変更もできません。</translation>
    </message>
    <message>
        <source>Allowed without asking</source>
        <translation>確認なしで許可</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Revoke access to {folder}</source>
        <translation>「{folder}」へのアクセスを解除</translation>
    </message>
    <message>
        <source>only 1 file</source>
        <translation>1 件だけ</translation>
    </message>
    <message>
        <source>only {n} files</source>
        <translation>{n} 件だけ</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Read and change {what}</source>
        <translation>読み取りと変更（{what}）</translation>
    </message>
    <message>
        <source>Read {what}, change nothing</source>
        <translation>読み取りのみ（{what}）</translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message>
        <source>Esc stops</source>
        <translation>Esc で停止</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} トークン</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>考えています</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>作業中</translation>
    </message>
</context>
<context>
    <name>AddingPage</name>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
</context>
<context>
    <name>AnswerBar</name>
    <message>
        <source>Don&apos;t allow</source>
        <translation>許可しない</translation>
    </message>
    <message>
        <source>Reason, or what to do instead (optional)</source>
        <translation>理由や代わりにしてほしいこと（任意）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Alt+A allow · Alt+D don&apos;t</source>
        <translation>Alt+A 許可 · Alt+D 許可しない</translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>Copy answer</source>
        <translation>回答をコピー</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>ApprovalCard</name>
    <message>
        <source>Waiting for you</source>
        <translation>確認待ち</translation>
    </message>
</context>
<context>
    <name>ApprovalWords</name>
    <message>
        <source>Delete 1 item?</source>
        <translation>1 件を削除しますか？</translation>
    </message>
    <message>
        <source>Delete {n} items?</source>
        <translation>{n} 件を削除しますか？</translation>
    </message>
    <message>
        <source>Change 1 file?</source>
        <translation>1 件のファイルを変更しますか？</translation>
    </message>
    <message>
        <source>Change {n} files?</source>
        <translation>{n} 件のファイルを変更しますか？</translation>
    </message>
    <message>
        <source>Move or rename 1 item?</source>
        <translation>1 件を移動または名前変更しますか？</translation>
    </message>
    <message>
        <source>Move or rename {n} items?</source>
        <translation>{n} 件を移動または名前変更しますか？</translation>
    </message>
    <message>
        <source>Create 1 file?</source>
        <translation>1 件のファイルを作成しますか？</translation>
    </message>
    <message>
        <source>Create {n} files?</source>
        <translation>{n} 件のファイルを作成しますか？</translation>
    </message>
    <message>
        <source>Create 1 folder?</source>
        <translation>1 個のフォルダーを作成しますか？</translation>
    </message>
    <message>
        <source>Create {n} folders?</source>
        <translation>{n} 個のフォルダーを作成しますか？</translation>
    </message>
    <message>
        <source>Run a program?</source>
        <translation>プログラムを実行しますか？</translation>
    </message>
    <message>
        <source>Run {n} programs?</source>
        <translation>{n} 個のプログラムを実行しますか？</translation>
    </message>
    <message>
        <source>Send something to the outside?</source>
        <translation>外部に送信しますか？</translation>
    </message>
    <message>
        <source>Send to {n} places outside?</source>
        <translation>外部の {n} か所に送信しますか？</translation>
    </message>
    <message>
        <source>Connect to the outside?</source>
        <translation>外部に接続しますか？</translation>
    </message>
    <message>
        <source>Connect to {n} places outside?</source>
        <translation>外部の {n} か所に接続しますか？</translation>
    </message>
    <message>
        <source>Read 1 file?</source>
        <translation>1 件のファイルを読み取りますか？</translation>
    </message>
    <message>
        <source>Read {n} files?</source>
        <translation>{n} 件のファイルを読み取りますか？</translation>
    </message>
    <message>
        <source>Make 1 change?</source>
        <translation>1 件の変更を行いますか？</translation>
    </message>
    <message>
        <source>Make {n} changes?</source>
        <translation>{n} 件の変更を行いますか？</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{folders} and {n} more</source>
        <translation>{folders} ほか {n} 件</translation>
    </message>
    <message>
        <source>You can undo this at any time.</source>
        <translation>いつでも元に戻せます。</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>この操作は元に戻せません。</translation>
    </message>
    <message>
        <source>Let this leave your computer?</source>
        <translation>この内容をパソコンの外に送信しますか？</translation>
    </message>
    <message>
        <source>Run this on your computer?</source>
        <translation>このプログラムを実行しますか？</translation>
    </message>
    <message>
        <source>Do this? It cannot be undone.</source>
        <translation>実行しますか？ 元に戻せない操作です。</translation>
    </message>
    <message>
        <source>Send it</source>
        <translation>送信する</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続する</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>実行する</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>完全に削除</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>許可</translation>
    </message>
    <message>
        <source>Delete {n}</source>
        <translation>{n} 件を削除</translation>
    </message>
    <message>
        <source>Allow {n}</source>
        <translation>{n} 件を許可</translation>
    </message>
</context>
<context>
    <name>AskAddress</name>
    <message>
        <source>Add from an address</source>
        <translation>アドレスから追加</translation>
    </message>
    <message>
        <source>The address of an archive, of a git repository, or of a site that offers skills. It is fetched and shown to you; nothing of it is used before you install it.</source>
        <translation>アーカイブ、git リポジトリ、またはスキルを公開しているサイトのアドレスを入力してください。取得した内容を表示します。インストールするまで使用されることはありません。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Fetch and look</source>
        <translation>取得して確認</translation>
    </message>
</context>
<context>
    <name>AskedCard</name>
    <message>
        <source>Agree and switch on</source>
        <translation>同意してオンにする</translation>
    </message>
    <message>
        <source>Agree to the change</source>
        <translation>変更に同意</translation>
    </message>
    <message>
        <source>Agree</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>It is not what you agreed to. What differs:</source>
        <translation>同意いただいた内容から変更されています。変更点:</translation>
    </message>
</context>
<context>
    <name>AskingDialog</name>
    <message>
        <source>A connector asks</source>
        <translation>コネクタからの確認</translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>Remove {file}</source>
        <translation>{file} を外す</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
</context>
<context>
    <name>ChangeModel</name>
    <message>
        <source>undone</source>
        <translation>取り消し済み</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>new folder</source>
        <translation>新規フォルダー</translation>
    </message>
</context>
<context>
    <name>ChangeSection</name>
    <message>
        <source>Undo all</source>
        <translation>すべて元に戻す</translation>
    </message>
    <message>
        <source>History of changes</source>
        <translation>変更の履歴</translation>
    </message>
    <message>
        <source>1 changed file</source>
        <translation>変更したファイル 1 件</translation>
    </message>
    <message>
        <source>{n} changed files</source>
        <translation>変更したファイル {n} 件</translation>
    </message>
    <message>
        <source>Changed files</source>
        <translation>変更したファイル</translation>
    </message>
    <message>
        <source>Undo this change</source>
        <translation>この変更を元に戻す</translation>
    </message>
</context>
<context>
    <name>ChoiceList</name>
    <message>
        <source>Your answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答する</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>スキップ</translation>
    </message>
    <message>
        <source>Another answer…</source>
        <translation>ほかの回答…</translation>
    </message>
    <message>
        <source>Your answer…</source>
        <translation>回答を入力…</translation>
    </message>
</context>
<context>
    <name>Client</name>
    <message>
        <source>The agent ended before it could answer.</source>
        <translation>エージェントが応答する前に終了しました。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>少し待ってから、もう一度お試しください。</translation>
    </message>
</context>
<context>
    <name>CloseWhileRunning</name>
    <message>
        <source>Stop 1 running task and close?</source>
        <translation>実行中のタスク 1 件を停止して閉じますか？</translation>
    </message>
    <message>
        <source>Stop {n} running tasks and close?</source>
        <translation>実行中のタスク {n} 件を停止して閉じますか？</translation>
    </message>
    <message>
        <source>What was done so far stays, and can be undone later. You can go on with the task next time.</source>
        <translation>ここまでの結果はそのまま残り、あとで元に戻せます。タスクの続きは次回から再開できます。</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>作業を続ける</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止して閉じる</translation>
    </message>
</context>
<context>
    <name>Code</name>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>コードをコピー</translation>
    </message>
    <message>
        <source>Copy: {what}</source>
        <translation>コピー: {what}</translation>
    </message>
    <message>
        <source>Show all: 1 line</source>
        <translation>すべて表示（1 行）</translation>
    </message>
    <message>
        <source>Show all: {n} lines</source>
        <translation>すべて表示（{n} 行）</translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>Let the agent run code</source>
        <translation>エージェントによるプログラムの実行を許可する</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>今すぐ検査</translation>
    </message>
    <message>
        <source>Progress of the check</source>
        <translation>検査の進み具合</translation>
    </message>
    <message>
        <source>Looking at what this computer has…</source>
        <translation>このパソコンの環境を確認しています…</translation>
    </message>
    <message>
        <source>This computer has nothing that confines code, so code is not run. It is never run without.</source>
        <translation>このパソコンには隔離の仕組みがないため、プログラムは実行しません。隔離なしで実行することはありません。</translation>
    </message>
    <message>
        <source>Not checked yet since Deskhand was started. A check takes some seconds.</source>
        <translation>Deskhand の起動後、まだ検査していません。検査は数秒で終わります。</translation>
    </message>
    <message>
        <source>All is well: nothing gets out.</source>
        <translation>問題ありません。隔離の外には何も出られません。</translation>
    </message>
    <message>
        <source>Something gets out. Switch off running code, and report this.</source>
        <translation>隔離に問題があります。プログラムの実行をオフにして、この結果を報告してください。</translation>
    </message>
    <message>
        <source>Trying {n} of {all}: {what}</source>
        <translation>試行中 {n}/{all}: {what}</translation>
    </message>
    <message>
        <source>Checked {when}.</source>
        <translation>検査日時: {when}</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>検査しています…</translation>
    </message>
    <message>
        <source>It works on copies of the files that a task names.</source>
        <translation>作業で指定されたファイルのコピーだけを使います。</translation>
    </message>
    <message>
        <source>What it makes is shown and asked like every change, and can be undone.</source>
        <translation>作成・変更した内容は、ほかの変更と同じように表示・確認され、元に戻せます。</translation>
    </message>
    <message>
        <source>It cannot read other files, your keys or your settings.</source>
        <translation>ほかのファイル、API キー、設定は読み取れません。</translation>
    </message>
    <message>
        <source>It has no network. What it wants from a web address, you are asked about.</source>
        <translation>ネットワークは使えません。Web アドレスの内容が必要なときは、確認を求めます。</translation>
    </message>
    <message>
        <source>It starts no other programs, and ends when its time or memory is used up.</source>
        <translation>ほかのプログラムは起動できません。時間やメモリの上限に達すると終了します。</translation>
    </message>
    <message>
        <source>Large tables, calculations and charts are done best by a short program that the model writes. With this switched off the model cannot run one.</source>
        <translation>大きな表の処理、計算、グラフの作成には、モデルが書いた短いプログラムが役立ちます。オフにすると、モデルはプログラムを実行できません。</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>このパソコンの環境</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>What shall be done</source>
        <translation>指示の入力欄</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>ファイルを添付</translation>
    </message>
    <message>
        <source>Thorough: three drafts, of which the best is kept. Costs about three times as much</source>
        <translation>じっくり実行: 下書きを 3 件作り、最良のものを採用します（費用は約 3 倍）</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止（Esc）</translation>
    </message>
    <message>
        <source>Three drafts cost about three times as much.</source>
        <translation>下書きを 3 件作るため、費用は約 3 倍になります。</translation>
    </message>
    <message>
        <source>A recipe is running. Write what comes next; send it when it is done</source>
        <translation>レシピを実行中です。次の指示は完了後に送信できます</translation>
    </message>
    <message>
        <source>Say more: it is heard at the next step</source>
        <translation>追加の指示を入力できます（次の手順で反映）</translation>
    </message>
    <message>
        <source>Say what you need, or drop files here</source>
        <translation>指示を入力、またはファイルをドロップ…</translation>
    </message>
</context>
<context>
    <name>ConnectorCard</name>
    <message>
        <source>On</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>“{name}” is on</source>
        <translation>「{name}」をオンにする</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>of “{pack}”</source>
        <translation>「{pack}」に付属</translation>
    </message>
    <message>
        <source>1 tool</source>
        <translation>ツール 1 件</translation>
    </message>
    <message>
        <source>{n} tools</source>
        <translation>ツール {n} 件</translation>
    </message>
</context>
<context>
    <name>ConnectorForm</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
</context>
<context>
    <name>ConnectorLine</name>
    <message>
        <source>Starts this program:</source>
        <translation>次のプログラムを起動します:</translation>
    </message>
    <message>
        <source>Speaks with this address:</source>
        <translation>次のアドレスと通信します:</translation>
    </message>
    <message>
        <source>Is given these values: {names}</source>
        <translation>渡す値: {names}</translation>
    </message>
    <message>
        <source>Is sent these values each time: {names}</source>
        <translation>接続のたびに送る値: {names}</translation>
    </message>
</context>
<context>
    <name>ConnectorPage</name>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Use it in a task</source>
        <translation>タスクで使う</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Show its log</source>
        <translation>ログを表示</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>What you allow it</source>
        <translation>許可する内容</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <translation>確認が必要な項目</translation>
    </message>
    <message>
        <source>Exactly this is started or spoken with</source>
        <translation>実際に起動するプログラムまたは接続先</translation>
    </message>
    <message>
        <source>What it may reach</source>
        <translation>アクセスできる範囲</translation>
    </message>
    <message>
        <source>Nothing now.</source>
        <translation>現在はありません。</translation>
    </message>
    <message>
        <source>Its tools</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>Command line or address</source>
        <translation>コマンドラインまたはアドレス</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>接続中…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>ConnectorWishes</name>
    <message>
        <source>Use “{name}” to </source>
        <translation>「{name}」を使って、</translation>
    </message>
</context>
<context>
    <name>ConnectorsPage</name>
    <message>
        <source>Add a connector…</source>
        <translation>コネクタを追加…</translation>
    </message>
    <message>
        <source>No connector is set up. The agent works with your folders only.</source>
        <translation>コネクタは設定されていません。エージェントはフォルダー内だけで作業します。</translation>
    </message>
    <message>
        <source>Log of “{name}”</source>
        <translation>「{name}」のログ</translation>
    </message>
    <message>
        <source>It has said nothing yet.</source>
        <translation>まだ記録はありません。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>ファイルを選択</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>すべてのファイル</translation>
    </message>
    <message>
        <source>Bundles and configurations</source>
        <translation>バンドルと設定ファイル</translation>
    </message>
    <message>
        <source>A connector lets the agent work with a service: mail, a calendar, a database, the web, or an MCP server. What it sends is asked about like everything that leaves.</source>
        <translation>コネクタを使うと、メール、カレンダー、データベース、Web、MCP サーバーなどのサービスをエージェントが利用できます。外部への送信は、ほかの場合と同じように確認を求めます。</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>The agent stopped unexpectedly and was started again. Your files are safe.</source>
        <translation>エージェントが予期せず停止したため、再起動しました。ファイルは無事です。</translation>
    </message>
    <message>
        <source>Deskhand was closed in the middle of a change. It was put in order.</source>
        <translation>前回、変更の途中で Deskhand が終了しました。ファイルの状態を整えました。</translation>
    </message>
    <message>
        <source>The agent stopped unexpectedly. It is started again…</source>
        <translation>エージェントが予期せず停止しました。再起動しています…</translation>
    </message>
    <message>
        <source>The agent cannot be started. Your files are as they are; nothing works on them.</source>
        <translation>エージェントを起動できません。ファイルはそのままで、何も変更されません。</translation>
    </message>
    <message>
        <source>Try again. If that does not help, start Deskhand anew.</source>
        <translation>もう一度お試しください。解決しない場合は Deskhand を起動し直してください。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
</context>
<context>
    <name>CutOffCard</name>
    <message>
        <source>Continue</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>このまま終了</translation>
    </message>
    <message>
        <source>1 file changed</source>
        <translation>1 件のファイルを変更</translation>
    </message>
    <message>
        <source>{n} files changed</source>
        <translation>{n} 件のファイルを変更</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>中断されました</translation>
    </message>
    <message>
        <source>Deskhand was closed in the middle of this task. What is done stays done; it can go on from there.</source>
        <translation>このタスクの途中で Deskhand が終了しました。完了した作業はそのまま残っており、続きから再開できます。</translation>
    </message>
    <message>
        <source>You will be asked again: “{question}”</source>
        <translation>もう一度確認が表示されます：「{question}」</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>YYYY-MM-DD</translation>
    </message>
    <message>
        <source>Choose a day</source>
        <translation>日付を選ぶ</translation>
    </message>
</context>
<context>
    <name>DelegateDetails</name>
    <message>
        <source>1 earlier step</source>
        <translation>これより前の手順 1 個</translation>
    </message>
    <message>
        <source>{n} earlier steps</source>
        <translation>これより前の手順 {n} 個</translation>
    </message>
    <message>
        <source>It has not begun yet.</source>
        <translation>まだ始まっていません。</translation>
    </message>
</context>
<context>
    <name>DelegatesCard</name>
    <message>
        <source>{done} of {n} done</source>
        <translation>{n} 件中 {done} 件完了</translation>
    </message>
    <message>
        <source>1 could not be done</source>
        <translation>完了できず 1 件</translation>
    </message>
    <message>
        <source>{n} could not be done</source>
        <translation>完了できず {n} 件</translation>
    </message>
    <message>
        <source>1 delegate</source>
        <translation>分担 1 件</translation>
    </message>
    <message>
        <source>{n} delegates</source>
        <translation>分担 {n} 件</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 件の手順</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n} 件の手順</translation>
    </message>
    <message>
        <source>Show 1 more</source>
        <translation>あと 1 件を表示</translation>
    </message>
    <message>
        <source>Show {n} more</source>
        <translation>あと {n} 件を表示</translation>
    </message>
</context>
<context>
    <name>DifferenceView</name>
    <message>
        <source>What changes</source>
        <translation>変更点</translation>
    </message>
    <message>
        <source>What goes is struck through, what comes is underlined.</source>
        <translation>なくなる部分は取り消し線、加わる部分は下線で示します。</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Choose a folder…</source>
        <translation>フォルダーを選ぶ…</translation>
    </message>
    <message>
        <source>Drop a folder here</source>
        <translation>ここにフォルダーをドロップ</translation>
    </message>
    <message>
        <source>or</source>
        <translation>または</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Drop folders or files to hand them over</source>
        <translation>ドロップしてフォルダーやファイルを渡す</translation>
    </message>
</context>
<context>
    <name>EntryCard</name>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
</context>
<context>
    <name>FactsGrid</name>
    <message>
        <source>It does not say</source>
        <translation>記載なし</translation>
    </message>
    <message>
        <source>It names none</source>
        <translation>記載なし</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>発行元</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>入手元</translation>
    </message>
    <message>
        <source>Home page</source>
        <translation>ホームページ</translation>
    </message>
    <message>
        <source>{name} (by its own word)</source>
        <translation>{name}（自己申告）</translation>
    </message>
</context>
<context>
    <name>FigureDialog</name>
    <message>
        <source>Picture before</source>
        <translation>前の画像</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>次の画像</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>画像をコピー</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Enlarge</source>
        <translation>拡大表示</translation>
    </message>
    <message>
        <source>and 1 more</source>
        <translation>ほか 1 件</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>ほか {n} 件</translation>
    </message>
    <message>
        <source>Picture {n} of {all}: {title}</source>
        <translation>画像 {n}/{all}: {title}</translation>
    </message>
</context>
<context>
    <name>FileWishes</name>
    <message>
        <source>“{file}” could not be opened.</source>
        <translation>「{file}」を開けませんでした。</translation>
    </message>
</context>
<context>
    <name>FilesField</name>
    <message>
        <source>Remove</source>
        <translation>外す</translation>
    </message>
</context>
<context>
    <name>FittedPicture</name>
    <message>
        <source>Picture of the page</source>
        <translation>ページの画像</translation>
    </message>
</context>
<context>
    <name>FolderCard</name>
    <message>
        <source>Take trust back</source>
        <translation>信頼を取り消す</translation>
    </message>
    <message>
        <source>Trust these skills</source>
        <translation>これらのスキルを信頼する</translation>
    </message>
    <message>
        <source>The agent may use the skill of this folder as it is now. A change asks again.</source>
        <translation>このフォルダーのスキルを、現在の内容のまま使用できます。変更されたときは、もう一度確認します。</translation>
    </message>
    <message>
        <source>The agent may use the {n} skills of this folder as they are now. A change asks again.</source>
        <translation>このフォルダーのスキル {n} 件を、現在の内容のまま使用できます。変更されたときは、もう一度確認します。</translation>
    </message>
    <message>
        <source>This folder brings instructions for the agent. They are used only when you trust them: read them first, as you would read them from a stranger.</source>
        <translation>このフォルダーには、エージェントへの指示が入っています。信頼するまで使用されません。知らない人から届いたものと同じように、先に内容をお読みください。</translation>
    </message>
</context>
<context>
    <name>FolderChip</name>
    <message>
        <source>Choose a folder</source>
        <translation>フォルダーを選ぶ</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>フォルダーを選ぶ…</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>There is no “{path}”.</source>
        <translation>「{path}」が見つかりません。</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>フォルダーを選ぶ</translation>
    </message>
</context>
<context>
    <name>FoundPage</name>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>もう一度探す</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>このパソコンのモデル</translation>
    </message>
    <message>
        <source>Looking for model servers on this computer…</source>
        <translation>このパソコンのモデルサーバーを探しています…</translation>
    </message>
    <message>
        <source>No model server answers. Start Ollama, LM Studio, llama.cpp, vLLM or Jan, then look again.</source>
        <translation>応答するモデルサーバーがありません。Ollama、LM Studio、llama.cpp、vLLM、Jan のいずれかを起動してから、もう一度探してください。</translation>
    </message>
    <message>
        <source>Add the one that shall work for you; it is tested at once.</source>
        <translation>使用するモデルを追加してください。追加するとすぐにセルフテストを行います。</translation>
    </message>
    <message>
        <source>Add with a key…</source>
        <translation>キーを入力して追加…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
</context>
<context>
    <name>FullText</name>
    <message>
        <source>Everything that would be sent or run</source>
        <translation>送信または実行される内容のすべて</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter begins a new line</source>
        <translation>Enter で送信、Shift+Enter で改行</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Without it, Ctrl+Enter sends and Enter begins a new line.</source>
        <translation>オフの場合は Ctrl+Enter で送信、Enter で改行します。</translation>
    </message>
</context>
<context>
    <name>GrantFolder</name>
    <message>
        <source>Hand over this folder?</source>
        <translation>このフォルダーを渡しますか？</translation>
    </message>
    <message>
        <source>It is added to the open task “{task}”.</source>
        <translation>開いているタスク「{task}」に追加されます。</translation>
    </message>
    <message>
        <source>Read and change</source>
        <translation>読み取りと変更</translation>
    </message>
    <message>
        <source>Only read</source>
        <translation>読み取りのみ</translation>
    </message>
    <message>
        <source>Files may be created, edited, moved and deleted. You are asked first when something of yours would be replaced or removed, and every change can be undone.</source>
        <translation>ファイルの作成・編集・移動・削除ができます。既存のファイルを置き換えたり削除したりする前には必ず確認し、変更はすべて元に戻せます。</translation>
    </message>
    <message>
        <source>Files may be read. Nothing in the folder can be changed.</source>
        <translation>ファイルの読み取りだけができます。フォルダーの中は一切変更されません。</translation>
    </message>
    <message>
        <source>Only this folder and the folders in it. You can take it back at any time.</source>
        <translation>対象はこのフォルダーとその中のフォルダーだけです。許可はいつでも取り消せます。</translation>
    </message>
    <message>
        <source>Hand over anyway</source>
        <translation>それでも渡す</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>渡す</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>This is the whole disk. Choose the folder that holds the files of your task.</source>
        <translation>ディスク全体が選ばれています。作業するファイルのあるフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>This holds all of your files, also passwords and settings of programs. Choose the folder that holds the files of your task.</source>
        <translation>パスワードやアプリの設定を含む、すべてのファイルが入っています。作業するファイルのあるフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>This belongs to the system. Changes here can stop programs from working.</source>
        <translation>システムのフォルダーです。ここを変更すると、プログラムが動かなくなることがあります。</translation>
    </message>
</context>
<context>
    <name>GridModel</name>
    <message>
        <source>changed</source>
        <translation>変更</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Show the sidebar</source>
        <translation>サイドバーを表示</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>直前の変更を元に戻す</translation>
    </message>
    <message>
        <source>More about this task</source>
        <translation>このタスクのその他の情報</translation>
    </message>
    <message>
        <source>Show or hide the details</source>
        <translation>詳細の表示を切り替え</translation>
    </message>
    <message>
        <source>History of changes…</source>
        <translation>変更の履歴…</translation>
    </message>
    <message>
        <source>What left this computer…</source>
        <translation>外部に送信したもの…</translation>
    </message>
    <message>
        <source>Record of this task…</source>
        <translation>このタスクの記録…</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>新しいタスク</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>読み取りのみ</translation>
    </message>
    <message>
        <source>Cost of this task so far</source>
        <translation>このタスクのこれまでの費用</translation>
    </message>
    <message>
        <source>The price of {models} is not known.</source>
        <translation>{models} の料金は不明です。</translation>
    </message>
</context>
<context>
    <name>HiddenField</name>
    <message>
        <source>Unchanged</source>
        <translation>変更なし</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>変更の履歴</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>まだ変更はありません。</translation>
    </message>
    <message>
        <source>Put this file back</source>
        <translation>このファイルを元に戻す</translation>
    </message>
    <message>
        <source>Put back {n} files</source>
        <translation>{n} 件のファイルを元に戻す</translation>
    </message>
    <message>
        <source>The task is running. Stop it first, then put back.</source>
        <translation>タスクは実行中です。先に停止してから、元に戻してください。</translation>
    </message>
    <message>
        <source>Choose a file below the change to see what happened to it.</source>
        <translation>変更の下にあるファイルを選ぶと、変更点を表示します。</translation>
    </message>
    <message>
        <source>Some of its files were put back. The others still can be.</source>
        <translation>一部のファイルを元に戻しました。残りも元に戻せます。</translation>
    </message>
    <message>
        <source>All of it was put back.</source>
        <translation>すべて元に戻しました。</translation>
    </message>
    <message>
        <source>Its earlier versions were moved to the trash, so it cannot be put back here.</source>
        <translation>以前の版をごみ箱に移動したため、ここでは元に戻せません。</translation>
    </message>
    <message>
        <source>These files became as they were before.</source>
        <translation>これらのファイルを以前の状態に戻しました。</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 件のファイル</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} 件のファイル</translation>
    </message>
</context>
<context>
    <name>HistoryTree</name>
    <message>
        <source>Changes, the newest first</source>
        <translation>変更の一覧（新しい順）</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>新しいタスク</translation>
    </message>
    <message>
        <source>Put back: {title}</source>
        <translation>元に戻しました: {title}</translation>
    </message>
    <message>
        <source>put back</source>
        <translation>元に戻し済み</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>移動</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>new folder</source>
        <translation>新規フォルダー</translation>
    </message>
    <message>
        <source>can be put back</source>
        <translation>元に戻せます</translation>
    </message>
    <message>
        <source>partly put back</source>
        <translation>一部のみ戻し済み</translation>
    </message>
    <message>
        <source>no earlier version</source>
        <translation>以前の版なし</translation>
    </message>
</context>
<context>
    <name>HistoryWishes</name>
    <message>
        <source>Saved as {file}.</source>
        <translation>{file} に保存しました。</translation>
    </message>
    <message>
        <source>“{file}” could not be written. Choose another place.</source>
        <translation>「{file}」に書き込めませんでした。別の保存先を選んでください。</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>Import connectors</source>
        <translation>コネクタの取り込み</translation>
    </message>
    <message>
        <source>They come switched off. Keys in the file move to this computer&apos;s key store; the file stays as it is.</source>
        <translation>オフの状態で取り込みます。ファイル内のキーは、このパソコンの安全な保管場所に保存します。元のファイルは変更しません。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>取り込む</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Undo this change</source>
        <translation>この変更を元に戻す</translation>
    </message>
    <message>
        <source>Open in its own program</source>
        <translation>対応するアプリで開く</translation>
    </message>
    <message>
        <source>Close the preview</source>
        <translation>プレビューを閉じる</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>プレビュー</translation>
    </message>
</context>
<context>
    <name>KindsPage</name>
    <message>
        <source>Add a connector</source>
        <translation>コネクタを追加</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>ファイルから…</translation>
    </message>
    <message>
        <source>A file is a bundle (.mcpb) or the settings of another program (claude_desktop_config.json).</source>
        <translation>バンドル（.mcpb）や、ほかのアプリの設定ファイル（claude_desktop_config.json）を追加できます。</translation>
    </message>
    <message>
        <source>Search the MCP Registry…</source>
        <translation>MCP Registry を検索…</translation>
    </message>
</context>
<context>
    <name>LineCard</name>
    <message>
        <source>Open the settings of models</source>
        <translation>モデルの設定を開く</translation>
    </message>
    <message>
        <source>1 change was undone.</source>
        <translation>1 件の変更を元に戻しました。</translation>
    </message>
    <message>
        <source>The model could not answer for a moment; then it did.</source>
        <translation>モデルが一時的に応答できませんでしたが、その後再開しました。</translation>
    </message>
    <message>
        <source>Permission taken back: {what}</source>
        <translation>許可を取り消しました: {what}</translation>
    </message>
    <message>
        <source>Open the settings of running code</source>
        <translation>プログラム実行の設定を開く</translation>
    </message>
    <message>
        <source>From here on: {mode}.</source>
        <translation>ここから先のモード: {mode}</translation>
    </message>
    <message>
        <source>Changed files and costs are shown when all of it is here.</source>
        <translation>変更されたファイルと費用は、すべて読み込んでから表示します。</translation>
    </message>
    <message>
        <source>What came earlier is being read…</source>
        <translation>以前の内容を読み込んでいます…</translation>
    </message>
    <message>
        <source>Allowed without asking, in this task: {what}</source>
        <translation>このタスクの間は確認なしで許可: {what}</translation>
    </message>
    <message>
        <source>Allowed without asking, always: {what}</source>
        <translation>今後ずっと確認なしで許可: {what}</translation>
    </message>
    <message>
        <source>{n} changes were undone.</source>
        <translation>{n} 件の変更を元に戻しました。</translation>
    </message>
    <message>
        <source>There was nothing left to undo.</source>
        <translation>元に戻すものはありませんでした。</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>許可しました</translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation>未回答</translation>
    </message>
    <message>
        <source>Waiting for your answer below</source>
        <translation>下の確認を待っています</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>中断されました</translation>
    </message>
    <message>
        <source>Raise the limit and go on…</source>
        <translation>上限を引き上げて続ける…</translation>
    </message>
    <message>
        <source>Open the settings of spending</source>
        <translation>費用の設定を開く</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>続きを実行</translation>
    </message>
    <message>
        <source>The answer above was sent back because of what was checked. A new one follows.</source>
        <translation>上の回答は、点検結果を受けて差し戻されました。新しい回答が続きます。</translation>
    </message>
    <message>
        <source>What was changed before can be undone.</source>
        <translation>それまでの変更は元に戻せます。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>何も変更していません。</translation>
    </message>
    <message>
        <source>1 file changed</source>
        <translation>1 件のファイルを変更</translation>
    </message>
    <message>
        <source>{n} files changed</source>
        <translation>{n} 件のファイルを変更</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>うまくいきませんでした</translation>
    </message>
    <message>
        <source>Ended: a change was not allowed</source>
        <translation>変更が許可されなかったため終了しました</translation>
    </message>
    <message>
        <source>Paused at a limit</source>
        <translation>上限に達したため一時停止</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>停止しました</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>対応が必要です</translation>
    </message>
</context>
<context>
    <name>ManyField</name>
    <message>
        <source>One a line</source>
        <translation>1 行に 1 つ</translation>
    </message>
</context>
<context>
    <name>MemberDialog</name>
    <message>
        <source>This is no text. It can only be seen by a program that knows it.</source>
        <translation>テキストではないため、ここでは内容を表示できません。</translation>
    </message>
    <message>
        <source>What differs from the installed file: lines with + came, lines with − went.</source>
        <translation>インストール済みのファイルとの違いです。「+」は追加された行、「−」は削除された行です。</translation>
    </message>
    <message>
        <source>Only its beginning is shown: the file is very long.</source>
        <translation>長いファイルのため、先頭部分だけを表示しています。</translation>
    </message>
</context>
<context>
    <name>MemberList</name>
    <message>
        <source>Files of the package</source>
        <translation>パッケージのファイル</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>スクリプト</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
</context>
<context>
    <name>ModeChip</name>
    <message>
        <source>Mode</source>
        <translation>モード</translation>
    </message>
</context>
<context>
    <name>ModePicker</name>
    <message>
        <source>How much you want to be asked</source>
        <translation>確認の頻度</translation>
    </message>
    <message>
        <source>In every mode you are asked before anything leaves this computer or cannot be undone.</source>
        <translation>どのモードでも、外部への送信と、元に戻せない操作の前には必ず確認します。</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Use this one</source>
        <translation>これを使う</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>未テスト</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>使用可</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>使用不可</translation>
    </message>
    <message>
        <source>Stays on this computer.</source>
        <translation>このパソコンの外に出ません。</translation>
    </message>
    <message>
        <source>Your words go to {host}.</source>
        <translation>入力した内容は {host} に送信されます。</translation>
    </message>
    <message>
        <source>Its key is in this computer&apos;s key store.</source>
        <translation>API キーは、このパソコンの安全な保管場所に保存されています。</translation>
    </message>
    <message>
        <source>Its key is forgotten when Deskhand closes: there is no safe key store here.</source>
        <translation>安全な保管場所がないため、API キーは Deskhand を閉じると破棄されます。</translation>
    </message>
    <message>
        <source>Its key is missing.</source>
        <translation>API キーがありません。</translation>
    </message>
    <message>
        <source>No key.</source>
        <translation>API キーなし。</translation>
    </message>
</context>
<context>
    <name>ModelChip</name>
    <message>
        <source>No model</source>
        <translation>モデルなし</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>このパソコン</translation>
    </message>
    <message>
        <source>remote</source>
        <translation>外部サービス</translation>
    </message>
    <message>
        <source>Manage models…</source>
        <translation>モデルを管理…</translation>
    </message>
    <message>
        <source>Connect a model…</source>
        <translation>モデルを接続…</translation>
    </message>
</context>
<context>
    <name>ModelForm</name>
    <message>
        <source>Kept in this computer&apos;s key store and nowhere else. Where there is no safe one, it is forgotten when Deskhand closes.</source>
        <translation>このパソコンの安全な保管場所（キーチェーンなど）にだけ保存されます。安全な保管場所がない場合は、Deskhand を閉じると破棄されます。</translation>
    </message>
    <message>
        <source>Save and test</source>
        <translation>保存してテスト</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Change “{model}”</source>
        <translation>「{model}」を変更</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>変更なし</translation>
    </message>
    <message>
        <source>As the model is called</source>
        <translation>モデル ID と同じ</translation>
    </message>
    <message>
        <source>From your account there</source>
        <translation>サービスのアカウントで取得</translation>
    </message>
    <message>
        <source>Stays on this computer.</source>
        <translation>このパソコンの外に出ません。</translation>
    </message>
    <message>
        <source>Your words, and what is read from files, go to {host}.</source>
        <translation>入力した内容とファイルから読み取った内容が {host} に送信されます。</translation>
    </message>
    <message>
        <source>Give the address, such as http://127.0.0.1:11434/v1.</source>
        <translation>アドレスを入力してください（例: http://127.0.0.1:11434/v1）。</translation>
    </message>
    <message>
        <source>Give the model&apos;s id, as the program or the service calls it.</source>
        <translation>プログラムやサービスでのモデル ID を入力してください。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Add {system}</source>
        <translation>{system} を追加</translation>
    </message>
    <message>
        <source>As the program or the service calls it</source>
        <translation>プログラムやサービスでのモデル名</translation>
    </message>
    <message>
        <source>Where to get one: {place}</source>
        <translation>取得方法: {place}</translation>
    </message>
    <message>
        <source>Only if the server asks for one</source>
        <translation>サーバーで必要な場合のみ</translation>
    </message>
    <message>
        <source>What it can do</source>
        <translation>できること</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>API キー</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>All models</source>
        <translation>モデルの一覧</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>これを使う</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>再テスト</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>オプション</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Use it anyway</source>
        <translation>このまま使う</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>テスト中</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>未テスト</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>使用可</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>使用不可</translation>
    </message>
    <message>
        <source>On, the provider searches the web with what you and your files say. Off unless you choose it.</source>
        <translation>オンにすると、入力内容やファイルの内容を使って提供元が Web を検索することがあります。初期設定はオフです。</translation>
    </message>
    <message>
        <source>What it can do</source>
        <translation>できること</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Add a model…</source>
        <translation>モデルを追加…</translation>
    </message>
    <message>
        <source>Find models on this computer</source>
        <translation>このパソコンのモデルを探す</translation>
    </message>
    <message>
        <source>No model is connected. Recipes work without one; for tasks in your own words, connect a model that runs on this computer or at a service.</source>
        <translation>モデルが接続されていません。レシピはモデルなしで使えます。自由な指示には、このパソコンまたは外部サービスのモデルを接続してください。</translation>
    </message>
</context>
<context>
    <name>Offer</name>
    <message>
        <source>Connect a model…</source>
        <translation>モデルを接続…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>OfferButton</name>
    <message>
        <source>How long your yes counts: {choice}</source>
        <translation>許可の範囲: {choice}</translation>
    </message>
    <message>
        <source>Just this once</source>
        <translation>今回だけ</translation>
    </message>
    <message>
        <source>In this task, also: {what}</source>
        <translation>このタスクでは今後も許可: {what}</translation>
    </message>
    <message>
        <source>Always, also: {what}</source>
        <translation>今後ずっと許可: {what}</translation>
    </message>
</context>
<context>
    <name>OpenLink</name>
    <message>
        <source>Open this link in your browser?</source>
        <translation>このリンクをブラウザーで開きますか？</translation>
    </message>
    <message>
        <source>It leads to {host}.</source>
        <translation>リンク先は {host} です。</translation>
    </message>
    <message>
        <source>A link in a file or an answer can be a trap. Open it only when you expect it.</source>
        <translation>ファイルや回答の中のリンクは罠のことがあります。心当たりがある場合だけ開いてください。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>PackageCard</name>
    <message>
        <source>Look for an update</source>
        <translation>更新を確認</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>削除…</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>1 skill</source>
        <translation>スキル 1 件</translation>
    </message>
    <message>
        <source>{n} skills</source>
        <translation>スキル {n} 件</translation>
    </message>
    <message>
        <source>1 connector</source>
        <translation>コネクタ 1 件</translation>
    </message>
    <message>
        <source>{n} connectors</source>
        <translation>コネクタ {n} 件</translation>
    </message>
    <message>
        <source>approved on {day}</source>
        <translation>{day} に承認</translation>
    </message>
</context>
<context>
    <name>PackageWishes</name>
    <message>
        <source>Looking at “{source}”…</source>
        <translation>「{source}」を確認しています…</translation>
    </message>
    <message>
        <source>Set it up…</source>
        <translation>設定する…</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使ってみる</translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>Previous page</source>
        <translation>前のページ</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>次のページ</translation>
    </message>
    <message>
        <source>Sheet {page} of {pages}</source>
        <translation>シート {page} / {pages}</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>ページ {page} / {pages}</translation>
    </message>
</context>
<context>
    <name>PageDialog</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>PathField</name>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
</context>
<context>
    <name>PermissionLine</name>
    <message>
        <source>Take back</source>
        <translation>取り消す</translation>
    </message>
    <message>
        <source>Take back: {what}</source>
        <translation>許可を取り消す: {what}</translation>
    </message>
    <message>
        <source>In this task</source>
        <translation>このタスクの間</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>常に</translation>
    </message>
    <message>
        <source>Always, in “{folder}”</source>
        <translation>「{folder}」で常に</translation>
    </message>
</context>
<context>
    <name>PermissionsPage</name>
    <message>
        <source>What you allowed for always. Everything else is asked, as the mode of a task says.</source>
        <translation>常に許可した操作の一覧です。それ以外は、タスクのモードに従って確認します。</translation>
    </message>
    <message>
        <source>Nothing is allowed for always.</source>
        <translation>常に許可しているものはありません。</translation>
    </message>
</context>
<context>
    <name>PickingField</name>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Choose something inside the folder that you handed over.</source>
        <translation>渡したフォルダーの中から選んでください。</translation>
    </message>
</context>
<context>
    <name>PlanSection</name>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>確認待ち</translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation>未着手</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完了</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>進行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>Text of the file</source>
        <translation>ファイルの文章</translation>
    </message>
    <message>
        <source>Cells of the file</source>
        <translation>ファイルのセル</translation>
    </message>
    <message>
        <source>Choose a file to look at it here.</source>
        <translation>ファイルを選ぶとここに表示します。</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>お待ちください…</translation>
    </message>
    <message>
        <source>There is no difference to show.</source>
        <translation>表示できる違いはありません。</translation>
    </message>
    <message>
        <source>There is nothing to show.</source>
        <translation>表示できるものはありません。</translation>
    </message>
</context>
<context>
    <name>PriceDialog</name>
    <message>
        <source>Price of {model}</source>
        <translation>{model} の料金</translation>
    </message>
    <message>
        <source>US dollars for a million tokens, as the provider says.</source>
        <translation>提供元が示す、100 万トークンあたりの米ドルの料金です。</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>入力</translation>
    </message>
    <message>
        <source>What is answered</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>What the provider has in its cache</source>
        <translation>キャッシュからの読み込み</translation>
    </message>
    <message>
        <source>What it puts into its cache</source>
        <translation>キャッシュへの書き込み</translation>
    </message>
    <message>
        <source>Use the price list again</source>
        <translation>料金表の値に戻す</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>PromptList</name>
    <message>
        <source>Skills and prompts</source>
        <translation>スキルとプロンプト</translation>
    </message>
</context>
<context>
    <name>PurgeDialog</name>
    <message>
        <source>Move the earlier versions of 1 change to the trash?</source>
        <translation>1 件の変更の以前の版をごみ箱に移動しますか？</translation>
    </message>
    <message>
        <source>Move the earlier versions of {n} changes to the trash?</source>
        <translation>{n} 件の変更の以前の版をごみ箱に移動しますか？</translation>
    </message>
    <message>
        <source>They take {size}. Your files stay as they are now, but these changes cannot be undone here any more. Until you empty the trash, the earlier versions lie in it.</source>
        <translation>合計 {size} です。今のファイルはそのまま残りますが、これらの変更は Deskhand では元に戻せなくなります。以前の版は、ごみ箱を空にするまでその中に残ります。</translation>
    </message>
    <message>
        <source>What goes to the trash</source>
        <translation>ごみ箱に移動するもの</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>ごみ箱に移動</translation>
    </message>
</context>
<context>
    <name>RaiseDialog</name>
    <message>
        <source>Raise the limit of this task</source>
        <translation>このタスクの上限を引き上げる</translation>
    </message>
    <message>
        <source>{spent} of {cap} is spent. This counts for this task only.</source>
        <translation>{cap} のうち {spent} を使用しました。新しい上限は、このタスクだけに適用されます。</translation>
    </message>
    <message>
        <source>New limit</source>
        <translation>新しい上限</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Raise and go on</source>
        <translation>引き上げて続ける</translation>
    </message>
</context>
<context>
    <name>RecipeForm</name>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Preview changes</source>
        <translation>変更内容を確認</translation>
    </message>
    <message>
        <source>Fill in “{field}”.</source>
        <translation>「{field}」を入力してください。</translation>
    </message>
    <message>
        <source>{label} (needed)</source>
        <translation>{label}（必須）</translation>
    </message>
    <message>
        <source>Runs on this computer. No AI.</source>
        <translation>このパソコンで実行します。AI は使いません。</translation>
    </message>
</context>
<context>
    <name>RecipeList</name>
    <message>
        <source>Search recipes</source>
        <translation>レシピを検索</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>レシピ</translation>
    </message>
    <message>
        <source>Tasks that run on this computer from a form, without AI.</source>
        <translation>フォームに入力するだけで、AI を使わずこのパソコンで実行できる作業です。</translation>
    </message>
    <message>
        <source>No recipe fits “{words}”.</source>
        <translation>「{words}」に合うレシピはありません。</translation>
    </message>
</context>
<context>
    <name>RecipeWishes</name>
    <message>
        <source>First hand over a folder: this works on its files.</source>
        <translation>先にフォルダーを渡してください。その中のファイルを処理します。</translation>
    </message>
</context>
<context>
    <name>RecordDialog</name>
    <message>
        <source>Record of this task</source>
        <translation>このタスクの記録</translation>
    </message>
    <message>
        <source>Looking through the record…</source>
        <translation>記録を確認しています…</translation>
    </message>
    <message>
        <source>With what the model read, and the differences of files</source>
        <translation>モデルが読み取った内容とファイルの差分も含める</translation>
    </message>
    <message>
        <source>The record cannot be checked.</source>
        <translation>記録を確認できません。</translation>
    </message>
    <message>
        <source>Intact.</source>
        <translation>改変なし。</translation>
    </message>
    <message>
        <source>Not intact.</source>
        <translation>改変あり。</translation>
    </message>
    <message>
        <source>Page to read (HTML)</source>
        <translation>閲覧用ページ（HTML）</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>OpenTelemetry</source>
        <translation>OpenTelemetry</translation>
    </message>
    <message>
        <source>Save the record</source>
        <translation>記録を保存</translation>
    </message>
    <message>
        <source>All that was said, done, asked, sent and changed in this task. Keys are never in it.</source>
        <translation>このタスクでの会話・操作・確認・送信・変更のすべてです。API キーは含まれません。</translation>
    </message>
    <message>
        <source>Take it along</source>
        <translation>書き出し</translation>
    </message>
</context>
<context>
    <name>RegistryPage</name>
    <message>
        <source>MCP Registry</source>
        <translation>MCP Registry</translation>
    </message>
    <message>
        <source>What to search for</source>
        <translation>検索する言葉</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>A public list that anybody can add to. Your words go to registry.modelcontextprotocol.io when you press Search.</source>
        <translation>だれでも登録できる公開の一覧です。「検索」を押すと、入力した言葉を registry.modelcontextprotocol.io に送信します。</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>見つかりませんでした。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
</context>
<context>
    <name>RemoveConnectorAsked</name>
    <message>
        <source>Remove “{name}”?</source>
        <translation>「{name}」を削除しますか？</translation>
    </message>
    <message>
        <source>Deskhand forgets how it is reached and its keys. What it did outside stays as it is.</source>
        <translation>接続方法とキーを削除します。外部で行われた操作は元に戻りません。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>RemoveModel</name>
    <message>
        <source>Remove “{model}”?</source>
        <translation>「{model}」を削除しますか？</translation>
    </message>
    <message>
        <source>Deskhand forgets its address and its key. Your tasks and files stay as they are.</source>
        <translation>アドレスと API キーを破棄します。タスクとファイルはそのまま残ります。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>RemovePackageAsked</name>
    <message>
        <source>Remove “{name}”?</source>
        <translation>「{name}」を削除しますか？</translation>
    </message>
    <message>
        <source>Its skills, its connectors and the keys kept for them go. Your tasks and files stay.</source>
        <translation>付属のスキル、コネクタ、保管したキーも削除します。タスクとファイルは残ります。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>Rename</name>
    <message>
        <source>Rename this task</source>
        <translation>タスクの名前を変更</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>タスクの名前</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>変更</translation>
    </message>
</context>
<context>
    <name>ReviewCard</name>
    <message>
        <source>Checked before the end</source>
        <translation>完了前の点検</translation>
    </message>
    <message>
        <source>Checked: 1 point is not right</source>
        <translation>点検結果: 要確認 1 件</translation>
    </message>
    <message>
        <source>Checked: {n} points are not right</source>
        <translation>点検結果: 要確認 {n} 件</translation>
    </message>
    <message>
        <source>1 passed</source>
        <translation>問題なし 1 件</translation>
    </message>
    <message>
        <source>{n} passed</source>
        <translation>問題なし {n} 件</translation>
    </message>
    <message>
        <source>1 could not be run</source>
        <translation>未実施 1 件</translation>
    </message>
    <message>
        <source>{n} could not be run</source>
        <translation>未実施 {n} 件</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>問題なし</translation>
    </message>
    <message>
        <source>Not right</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>Could not be run</source>
        <translation>未実施</translation>
    </message>
</context>
<context>
    <name>ReviewDialog</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>インストール</translation>
    </message>
    <message>
        <source>Update “{name}”?</source>
        <translation>「{name}」を更新しますか？</translation>
    </message>
    <message>
        <source>Install “{name}”?</source>
        <translation>「{name}」をインストールしますか？</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>バージョン {version}</translation>
    </message>
    <message>
        <source>What is wrong with it</source>
        <translation>問題点</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>1 つ選んでください</translation>
    </message>
    <message>
        <source>What we noticed (advice, no verdict)</source>
        <translation>気づいた点（参考情報です）</translation>
    </message>
    <message>
        <source>What this computer lacks for it</source>
        <translation>このパソコンに不足しているもの</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>1 connector</source>
        <translation>コネクタ 1 件</translation>
    </message>
    <message>
        <source>{n} connectors</source>
        <translation>コネクタ {n} 件</translation>
    </message>
    <message>
        <source>They stay off until you approve them one by one.</source>
        <translation>1 件ずつ承認するまで、オフのままです。</translation>
    </message>
    <message>
        <source>1 skill</source>
        <translation>スキル 1 件</translation>
    </message>
    <message>
        <source>{n} skills</source>
        <translation>スキル {n} 件</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>プロンプト</translation>
    </message>
    <message>
        <source>Roles for delegates</source>
        <translation>担当エージェントの役割</translation>
    </message>
    <message>
        <source>Never run by Deskhand</source>
        <translation>Deskhand が実行しないもの</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 件のファイル</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} 件のファイル</translation>
    </message>
    <message>
        <source>Nothing of it is run by installing it. Scripts of skills run in the sandbox only.</source>
        <translation>インストールしても何も実行されません。スキルのスクリプトは、サンドボックス内でのみ実行します。</translation>
    </message>
    <message>
        <source>Double-click a file, or press Return on it, to read it.</source>
        <translation>ファイルをダブルクリックするか、選んで Enter キーを押すと、内容を表示します。</translation>
    </message>
    <message>
        <source>Show what differs</source>
        <translation>変更内容を表示</translation>
    </message>
    <message>
        <source>What differs from version {version}</source>
        <translation>バージョン {version} からの変更点</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>変更点</translation>
    </message>
    <message>
        <source>new: {file}</source>
        <translation>追加: {file}</translation>
    </message>
    <message>
        <source>changed: {file}</source>
        <translation>変更: {file}</translation>
    </message>
    <message>
        <source>gone: {file}</source>
        <translation>削除: {file}</translation>
    </message>
    <message>
        <source>Nothing: the files are the same.</source>
        <translation>ファイルに変更はありません。</translation>
    </message>
</context>
<context>
    <name>RowList</name>
    <message>
        <source>Select all</source>
        <translation>すべて選択</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>すべて解除</translation>
    </message>
    <message>
        <source>What would be changed</source>
        <translation>変更される内容</translation>
    </message>
    <message>
        <source>{ticked} of {total} selected · click a line to see the change</source>
        <translation>{total} 件中 {ticked} 件を選択 · 行をクリックすると変更内容を表示</translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Move or rename</source>
        <translation>移動・名前変更</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Create folder</source>
        <translation>フォルダー作成</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>読み取り</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>置き換え</translation>
    </message>
    <message>
        <source>check this</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>Warning: {text}</source>
        <translation>注意: {text}</translation>
    </message>
    <message>
        <source>replaces or removes what is there</source>
        <translation>今あるファイルを置き換えまたは削除</translation>
    </message>
</context>
<context>
    <name>RunDetails</name>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>It printed more; only the beginning is kept here.</source>
        <translation>出力が長いため、先頭のみ保存されています。</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>プログラム</translation>
    </message>
    <message>
        <source>Worked on copies of: {files}</source>
        <translation>コピーを渡したファイル: {files}</translation>
    </message>
    <message>
        <source>It was given no files.</source>
        <translation>ファイルは渡していません。</translation>
    </message>
    <message>
        <source>Error message</source>
        <translation>エラーメッセージ</translation>
    </message>
    <message>
        <source>Show the error message</source>
        <translation>エラーメッセージを表示</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>SaidCard</name>
    <message>
        <source>Heard at the next step</source>
        <translation>次の手順で反映されます</translation>
    </message>
    <message>
        <source>You: {words}</source>
        <translation>あなた: {words}</translation>
    </message>
</context>
<context>
    <name>SentDialog</name>
    <message>
        <source>What left this computer</source>
        <translation>外部に送信したもの</translation>
    </message>
    <message>
        <source>Where and when</source>
        <translation>送信先と日時</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Model or tool</source>
        <translation>モデル・ツール</translation>
    </message>
    <message>
        <source>Nothing has left this computer.</source>
        <translation>外部に送信したものはありません。</translation>
    </message>
    <message>
        <source>{size} in all, to {hosts}. {files}</source>
        <translation>{hosts} に合計 {size} を送信しました。{files}</translation>
    </message>
    <message>
        <source>1 file was in it.</source>
        <translation>ファイル 1 件の内容が含まれます。</translation>
    </message>
    <message>
        <source>{n} files were in it.</source>
        <translation>ファイル {n} 件の内容が含まれます。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>A model on this computer</source>
        <translation>このパソコンのモデル</translation>
    </message>
    <message>
        <source>once</source>
        <translation>1 回</translation>
    </message>
    <message>
        <source>{n} times</source>
        <translation>{n} 回</translation>
    </message>
    <message>
        <source>hidden text: {n}</source>
        <translation>隠れた文字: {n}</translation>
    </message>
</context>
<context>
    <name>SentSection</name>
    <message>
        <source>Show all…</source>
        <translation>すべて表示…</translation>
    </message>
    <message>
        <source>Show all that left this computer</source>
        <translation>外部に送信したものをすべて表示</translation>
    </message>
    <message>
        <source>What left this computer</source>
        <translation>外部に送信したもの</translation>
    </message>
    <message>
        <source>Nothing has left this computer.</source>
        <translation>外部に送信したものはありません。</translation>
    </message>
    <message>
        <source>A model on this computer</source>
        <translation>このパソコンのモデル</translation>
    </message>
    <message>
        <source>{sent} tokens sent, {received} received</source>
        <translation>送信 {sent}・受信 {received} トークン</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 件のファイル</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} 件のファイル</translation>
    </message>
    <message>
        <source>{size} sent</source>
        <translation>{size} を送信</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>料金は不明</translation>
    </message>
    <message>
        <source>Hidden text in 1 file</source>
        <translation>1 件のファイルに隠れた文字</translation>
    </message>
    <message>
        <source>Hidden text in {n} files</source>
        <translation>{n} 件のファイルに隠れた文字</translation>
    </message>
</context>
<context>
    <name>SessionModel</name>
    <message>
        <source>New task</source>
        <translation>新しいタスク</translation>
    </message>
</context>
<context>
    <name>SettingForm</name>
    <message>
        <source>“{field}” is needed.</source>
        <translation>「{field}」を入力してください。</translation>
    </message>
    <message>
        <source>“{field}” must be a number.</source>
        <translation>「{field}」には数値を入力してください。</translation>
    </message>
    <message>
        <source>“{field}” must be between {least} and {most}.</source>
        <translation>「{field}」は {least} から {most} の範囲で入力してください。</translation>
    </message>
    <message>
        <source>{field} (optional)</source>
        <translation>{field}（任意）</translation>
    </message>
    <message>
        <source>Kept in this computer&apos;s key store and nowhere else.</source>
        <translation>このパソコンの安全な保管場所（キーチェーンなど）にだけ保存します。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>設定のページ</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Skills and packs</source>
        <translation>スキルとパック</translation>
    </message>
    <message>
        <source>Connectors</source>
        <translation>コネクタ</translation>
    </message>
    <message>
        <source>General</source>
        <translation>全般</translation>
    </message>
    <message>
        <source>Spending</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>プログラムの実行</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>許可</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>以前の版</translation>
    </message>
    <message>
        <source>About</source>
        <translation>このアプリについて</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>SideBar</name>
    <message>
        <source>Changes</source>
        <translation>変更点</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>変更前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>変更後</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>New task</source>
        <translation>新しいタスク</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>レシピ</translation>
    </message>
    <message>
        <source>History of changes</source>
        <translation>変更の履歴</translation>
    </message>
    <message>
        <source>Search tasks</source>
        <translation>タスクを検索</translation>
    </message>
    <message>
        <source>{size} of earlier versions can go</source>
        <translation>以前の版 {size} を整理できます</translation>
    </message>
    <message>
        <source>They are old, or take much room. Nothing is removed without you.</source>
        <translation>古いか、容量の大きい版があります。確認なしに削除されることはありません。</translation>
    </message>
    <message>
        <source>No task has these words.</source>
        <translation>該当するタスクはありません。</translation>
    </message>
    <message>
        <source>Your tasks will be listed here.</source>
        <translation>ここにタスクが表示されます。</translation>
    </message>
    <message>
        <source>{model} on this computer</source>
        <translation>{model}（このパソコン）</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>モデルなし</translation>
    </message>
    <message>
        <source>New task in {folder}</source>
        <translation>「{folder}」で新しいタスク</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>名前を変更…</translation>
    </message>
    <message>
        <source>Record of this task…</source>
        <translation>このタスクの記録…</translation>
    </message>
    <message>
        <source>Take out of the list</source>
        <translation>一覧から外す</translation>
    </message>
    <message>
        <source>Hide the sidebar</source>
        <translation>サイドバーを隠す</translation>
    </message>
    <message>
        <source>Hand over a folder</source>
        <translation>フォルダーを渡す</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>タスク</translation>
    </message>
    <message>
        <source>Recent tasks</source>
        <translation>最近のタスク</translation>
    </message>
</context>
<context>
    <name>SkillCard</name>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use the skill “{name}”</source>
        <translation>スキル「{name}」を使用する</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>試す</translation>
    </message>
    <message>
        <source>Try the skill “{name}”</source>
        <translation>スキル「{name}」を試す</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Show the words of “{name}”</source>
        <translation>「{name}」の内容を表示</translation>
    </message>
    <message>
        <source>Scripts: {names}</source>
        <translation>スクリプト: {names}</translation>
    </message>
    <message>
        <source>Asks for your trust</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>Covered by another</source>
        <translation>別のスキルを優先</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>使用不可</translation>
    </message>
</context>
<context>
    <name>SkillDialog</name>
    <message>
        <source>This is what the agent reads when it uses the skill. Letters that cannot be seen are shown as codes.</source>
        <translation>スキルを使うときにエージェントが読む内容です。見えない文字は記号で表示しています。</translation>
    </message>
    <message>
        <source>Files beside it: double-click one, or press Return on it</source>
        <translation>付属ファイル（ダブルクリックまたは Enter キーで表示）</translation>
    </message>
    <message>
        <source>Files beside it</source>
        <translation>付属ファイル</translation>
    </message>
</context>
<context>
    <name>SkillLine</name>
    <message>
        <source>Scripts: {names}</source>
        <translation>スクリプト: {names}</translation>
    </message>
</context>
<context>
    <name>SkillsPage</name>
    <message>
        <source>Add from a file…</source>
        <translation>ファイルから追加…</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>フォルダーから…</translation>
    </message>
    <message>
        <source>From an address…</source>
        <translation>アドレスから…</translation>
    </message>
    <message>
        <source>Find a skill</source>
        <translation>スキルを検索</translation>
    </message>
    <message>
        <source>Skills in your folders</source>
        <translation>フォルダー内のスキル</translation>
    </message>
    <message>
        <source>Installed packages</source>
        <translation>インストール済みのパッケージ</translation>
    </message>
    <message>
        <source>1 skill</source>
        <translation>スキル 1 件</translation>
    </message>
    <message>
        <source>{n} skills</source>
        <translation>スキル {n} 件</translation>
    </message>
    <message>
        <source>No skill has these words.</source>
        <translation>該当するスキルはありません。</translation>
    </message>
    <message>
        <source>Show 1 more</source>
        <translation>あと 1 件を表示</translation>
    </message>
    <message>
        <source>Show {n} more</source>
        <translation>あと {n} 件を表示</translation>
    </message>
    <message>
        <source>Add skills</source>
        <translation>スキルを追加</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>パッケージ</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>すべてのファイル</translation>
    </message>
    <message>
        <source>A skill teaches the agent how a kind of work is done. Whatever comes from outside is shown to you whole before it counts; you can also drop it on the window.</source>
        <translation>スキルは、仕事の進め方をエージェントに教えるものです。外部から入手したものは、使用する前に内容をすべて表示します。ウィンドウにドロップして追加することもできます。</translation>
    </message>
</context>
<context>
    <name>SpendingPage</name>
    <message>
        <source>No model is connected that costs anything.</source>
        <translation>料金のかかるモデルは接続されていません。</translation>
    </message>
    <message>
        <source>Spent today: {spent} of {most}</source>
        <translation>今日の使用額: {spent}（上限 {most}）</translation>
    </message>
    <message>
        <source>Spent today: {spent}</source>
        <translation>今日の使用額: {spent}</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>変更…</translation>
    </message>
    <message>
        <source>Give its price…</source>
        <translation>料金を入力…</translation>
    </message>
    <message>
        <source>Price of {model}</source>
        <translation>{model} の料金</translation>
    </message>
    <message>
        <source>Its price is not known: with a limit it is not used.</source>
        <translation>料金が不明です。上限を設定している間は使用されません。</translation>
    </message>
    <message>
        <source>{sent} in, {answered} out for a million tokens</source>
        <translation>100 万トークンあたり 入力 {sent}、出力 {answered}</translation>
    </message>
    <message>
        <source>as you said</source>
        <translation>指定した料金</translation>
    </message>
    <message>
        <source>long requests cost more</source>
        <translation>長い要求は割高</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>上限なし</translation>
    </message>
    <message>
        <source>A task may cost at most</source>
        <translation>タスクごとの上限</translation>
    </message>
    <message>
        <source>All tasks of a day together</source>
        <translation>1 日の合計の上限</translation>
    </message>
    <message>
        <source>A request that could go over a limit is not sent. A single task can be given another limit.</source>
        <translation>上限を超えるおそれのある要求は送信しません。タスクごとに別の上限を設定することもできます。</translation>
    </message>
    <message>
        <source>What models cost</source>
        <translation>モデルの料金</translation>
    </message>
</context>
<context>
    <name>StandingWords</name>
    <message>
        <source>Off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>On</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>接続中…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>利用可能</translation>
    </message>
    <message>
        <source>Asks you</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>Does not work</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Reaches nothing now.</source>
        <translation>現在、アクセス先はありません。</translation>
    </message>
    <message>
        <source>May reach: {what}</source>
        <translation>アクセス先: {what}</translation>
    </message>
    <message>
        <source>Never used.</source>
        <translation>使用履歴はありません。</translation>
    </message>
    <message>
        <source>Last used {when}.</source>
        <translation>最終使用: {when}</translation>
    </message>
</context>
<context>
    <name>StepDetails</name>
    <message>
        <source>There is nothing more to say about this step.</source>
        <translation>この手順についての詳細はありません。</translation>
    </message>
    <message>
        <source>Left as they were, because you did not accept them:</source>
        <translation>許可されなかったため、そのままにしたもの:</translation>
    </message>
    <message>
        <source>Code: {code}</source>
        <translation>コード: {code}</translation>
    </message>
    <message>
        <source>and 1 more</source>
        <translation>ほか 1 件</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>ほか {n} 件</translation>
    </message>
    <message>
        <source>Show what changed in {file}</source>
        <translation>{file} の変更点を表示</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>moved from {place}</source>
        <translation>{place} から移動</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>new folder</source>
        <translation>新規フォルダー</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>hidden text: {n}</source>
        <translation>隠れた文字: {n}</translation>
    </message>
    <message>
        <source>open</source>
        <translation>開いています</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>閉じています</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>作業中</translation>
    </message>
    <message>
        <source>Waiting for you below</source>
        <translation>下の確認を待っています</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>許可されませんでした</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未実行</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>途中で中断</translation>
    </message>
</context>
<context>
    <name>StepsCard</name>
    <message>
        <source>1 step</source>
        <translation>1 件の手順</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n} 件の手順</translation>
    </message>
</context>
<context>
    <name>SystemsPage</name>
    <message>
        <source>All models</source>
        <translation>モデルの一覧</translation>
    </message>
    <message>
        <source>Find models on this computer</source>
        <translation>このパソコンのモデルを探す</translation>
    </message>
    <message>
        <source>Looks for Ollama, LM Studio, llama.cpp, vLLM and Jan. Only this computer is asked.</source>
        <translation>Ollama、LM Studio、llama.cpp、vLLM、Jan を探します。問い合わせ先はこのパソコンだけです。</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>サービス</translation>
    </message>
    <message>
        <source>Programs on this computer, and other addresses</source>
        <translation>このパソコンのプログラムと、その他のアドレス</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>Taken out of the list.</source>
        <translation>一覧から外しました。</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>一覧に戻す</translation>
    </message>
    <message>
        <source>First choose the folder to work in. Your words stay here.</source>
        <translation>先に作業するフォルダーを選んでください。入力した内容は残ります。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>フォルダーを選ぶ…</translation>
    </message>
    <message>
        <source>Go on with the task where it stopped.</source>
        <translation>止まったところからタスクを続けてください。</translation>
    </message>
</context>
<context>
    <name>TestLines</name>
    <message>
        <source>Progress of the self-test</source>
        <translation>セルフテストの進み具合</translation>
    </message>
    <message>
        <source>Testing… This takes some seconds, or longer while a local model is loaded.</source>
        <translation>テストしています… 数秒かかります。ローカルモデルの読み込み中は、さらに時間がかかることがあります。</translation>
    </message>
    <message>
        <source>Not tested yet. The self-test takes a few small requests.</source>
        <translation>まだテストしていません。セルフテストでは小さな要求を数回送信します。</translation>
    </message>
    <message>
        <source>Tested {when}.</source>
        <translation>テスト日時: {when}。</translation>
    </message>
    <message>
        <source>The test cost about {cost}.</source>
        <translation>テストの費用は約 {cost} です。</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Not run</source>
        <translation>未実行</translation>
    </message>
</context>
<context>
    <name>TierCard</name>
    <message>
        <source>Python with its libraries: large tables, charts, documents</source>
        <translation>Python とライブラリ（大きな表・グラフ・文書）</translation>
    </message>
    <message>
        <source>Light environment: short work on text and tables</source>
        <translation>軽量な実行環境（文字や表の簡単な処理）</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>使用不可</translation>
    </message>
    <message>
        <source>Does not hold</source>
        <translation>問題あり</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>検査済み</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>使用可能</translation>
    </message>
    <message>
        <source>Confined by {by}</source>
        <translation>隔離の仕組み: {by}</translation>
    </message>
    <message>
        <source>{closed} of {n} ways out are closed.</source>
        <translation>隔離を破る方法 {n} 通りのうち {closed} 通りを阻止</translation>
    </message>
    <message>
        <source>No code ran in the check, so it says nothing.</source>
        <translation>検査でプログラムが動作しなかったため、結果は信頼できません。</translation>
    </message>
    <message>
        <source>Open, as is known: {why} ({what})</source>
        <translation>阻止されない（既知）: {why}（{what}）</translation>
    </message>
    <message>
        <source>Open, and must not be: {what}</source>
        <translation>阻止されない（問題）: {what}</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Conversation</source>
        <translation>やり取り</translation>
    </message>
</context>
<context>
    <name>TrustBar</name>
    <message>
        <source>Look at them…</source>
        <translation>確認する…</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>後で</translation>
    </message>
    <message>
        <source>“{folder}” brings a skill that is not used: you have not trusted it.</source>
        <translation>「{folder}」にスキルが 1 件入っています。信頼するまで使用されません。</translation>
    </message>
    <message>
        <source>“{folder}” brings {n} skills that are not used: you have not trusted them.</source>
        <translation>「{folder}」にスキルが {n} 件入っています。信頼するまで使用されません。</translation>
    </message>
</context>
<context>
    <name>UndoAll</name>
    <message>
        <source>Undo 1 change?</source>
        <translation>1 件の変更を元に戻しますか？</translation>
    </message>
    <message>
        <source>Undo all {n} changes?</source>
        <translation>{n} 件の変更をすべて元に戻しますか？</translation>
    </message>
    <message>
        <source>Every file becomes as it was before this task. Files that you changed since are left alone.</source>
        <translation>すべてのファイルをこのタスクの前の状態に戻します。その後ご自身で変更したファイルには触れません。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Undo all</source>
        <translation>すべて元に戻す</translation>
    </message>
</context>
<context>
    <name>VersionsPage</name>
    <message>
        <source> days</source>
        <translation> 日</translation>
    </message>
    <message>
        <source> % of the disk</source>
        <translation> %（ディスク容量）</translation>
    </message>
    <message>
        <source>Due after so many days</source>
        <translation>整理の対象にするまでの日数</translation>
    </message>
    <message>
        <source>Due above this share of the disk</source>
        <translation>整理の対象にするディスク容量の割合</translation>
    </message>
    <message>
        <source>Move to trash…</source>
        <translation>ごみ箱に移動…</translation>
    </message>
    <message>
        <source>Earlier versions take {size}: {share} % of this disk.</source>
        <translation>以前の版の合計は {size} です（ディスク容量の {share} %）。</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>新しいタスク</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 件のファイル</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} 件のファイル</translation>
    </message>
    <message>
        <source>old</source>
        <translation>古い版</translation>
    </message>
    <message>
        <source>room</source>
        <translation>容量</translation>
    </message>
    <message>
        <source>1 change selected</source>
        <translation>1 件の変更を選択</translation>
    </message>
    <message>
        <source>{n} changes selected</source>
        <translation>{n} 件の変更を選択</translation>
    </message>
    <message>
        <source>Nothing is kept.</source>
        <translation>保存されているものはありません。</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>選択されていません</translation>
    </message>
    <message>
        <source>Earlier versions, by task</source>
        <translation>以前の版（タスク別）</translation>
    </message>
    <message>
        <source>Task and change</source>
        <translation>タスクと変更</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>整理対象</translation>
    </message>
    <message>
        <source>Offer to tidy up after</source>
        <translation>整理を提案する条件:</translation>
    </message>
    <message>
        <source>or above</source>
        <translation>経過、または</translation>
    </message>
    <message>
        <source>They are what “Undo” puts back. Nothing is ever removed without you.</source>
        <translation>「元に戻す」で使われる版です。確認なしに削除されることはありません。</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Try it with sample files</source>
        <translation>サンプルファイルで試す</translation>
    </message>
    <message>
        <source>A task from start to finish in under a minute. No account, nothing of yours is touched.</source>
        <translation>1 分以内で最初から最後まで体験できます。アカウントは不要で、お手元のファイルには触れません。</translation>
    </message>
    <message>
        <source>All recipes</source>
        <translation>すべてのレシピ</translation>
    </message>
    <message>
        <source>Hand over a folder, say what you need.</source>
        <translation>フォルダーを渡して、してほしいことを伝えましょう。</translation>
    </message>
    <message>
        <source>Deskhand reads, edits and creates the files in it. You see every change, and can undo it.</source>
        <translation>Deskhand がフォルダーの中のファイルを読み、編集し、作成します。変更はすべて確認でき、元に戻せます。</translation>
    </message>
    <message>
        <source>What shall be done in “{folder}”?</source>
        <translation>「{folder}」で何をしますか？</translation>
    </message>
    <message>
        <source>Write it below, or start with one of these:</source>
        <translation>下に入力するか、次のレシピから始められます。</translation>
    </message>
    <message>
        <source>These fit what lies in it:</source>
        <translation>中身に合うレシピ:</translation>
    </message>
    <message>
        <source>Write it below.</source>
        <translation>下に入力してください。</translation>
    </message>
    <message>
        <source>Choose a recipe.</source>
        <translation>レシピを選んでください。</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使ったフォルダー</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>フォルダーを選ぶ</translation>
    </message>
    <message>
        <source>Connect a model…</source>
        <translation>モデルを接続…</translation>
    </message>
    <message>
        <source>Find models on this computer</source>
        <translation>このパソコンのモデルを探す</translation>
    </message>
    <message>
        <source>No model is connected. Recipes work without one.</source>
        <translation>モデルが接続されていません。レシピはモデルなしで使えます。</translation>
    </message>
</context>
<context>
    <name>grants</name>
    <message>
        <source>read {what}</source>
        <translation>{what}の読み取り</translation>
    </message>
    <message>
        <source>change {what}</source>
        <translation>{what}の変更</translation>
    </message>
    <message>
        <source>move {what}</source>
        <translation>{what}の移動</translation>
    </message>
    <message>
        <source>delete {what}</source>
        <translation>{what}の削除</translation>
    </message>
    <message>
        <source>run {what}</source>
        <translation>{what} の実行</translation>
    </message>
    <message>
        <source>connect to {what}</source>
        <translation>{what} への接続</translation>
    </message>
    <message>
        <source>send to {what}</source>
        <translation>{what} への送信</translation>
    </message>
    <message>
        <source>what is named like “{name}”, below too</source>
        <translation>「{name}」に一致するもの(サブフォルダーを含む)</translation>
    </message>
    <message>
        <source>all files</source>
        <translation>すべてのファイル</translation>
    </message>
    <message>
        <source>{suffix} files</source>
        <translation>{suffix} ファイル</translation>
    </message>
    <message>
        <source>{files} in the folder and below</source>
        <translation>フォルダー以下の{files}</translation>
    </message>
    <message>
        <source>anyone in {account}, only words of yours</source>
        <translation>{account} 内の相手(あなたの言葉だけ)</translation>
    </message>
    <message>
        <source>{files} in “{folder}” and below</source>
        <translation>「{folder}」以下の{files}</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Not begun</source>
        <translation>未着手</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>作業中</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>確認待ち</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Paused at a limit</source>
        <translation>上限で一時停止</translation>
    </message>
    <message>
        <source>You declined</source>
        <translation>許可されず終了</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>対応待ち</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>計画のみ</translation>
    </message>
    <message>
        <source>Ask before changes</source>
        <translation>変更前に確認</translation>
    </message>
    <message>
        <source>Ask before destructive</source>
        <translation>上書き・削除の前に確認</translation>
    </message>
    <message>
        <source>Act in this folder</source>
        <translation>フォルダー内は確認なし</translation>
    </message>
    <message>
        <source>Reads and proposes. Nothing is changed.</source>
        <translation>読み取りと提案だけを行い、何も変更しません。</translation>
    </message>
    <message>
        <source>Makes new files by itself. Asks before files of yours are replaced, moved or deleted.</source>
        <translation>新しいファイルは確認なしで作成します。既存のファイルの置き換え・移動・削除の前に確認します。</translation>
    </message>
    <message>
        <source>Works in the folder without asking. Everything it changes there can be undone.</source>
        <translation>フォルダーの中では確認せずに作業します。変更はすべて元に戻せます。</translation>
    </message>
    <message>
        <source>What was read holds text that you would not see in the file: white, tiny, off the page or in a comment. It can be an attempt to give orders. Deskhand treats it as data; it never decides what leaves this computer.</source>
        <translation>読み取った内容に、ファイルを開いても見えない文字（白い文字、極小の文字、ページの外、コメントなど）が含まれています。指示を紛れ込ませる試みのことがあります。Deskhand はこれを単なるデータとして扱い、外部への送信をこれに従って決めることはありません。</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>料金は不明</translation>
    </message>
    <message>
        <source>{spent} of {cap}</source>
        <translation>{spent} / {cap}</translation>
    </message>
    <message>
        <source>Shows every change first and waits for your yes.</source>
        <translation>変更をすべて先に示し、許可を待ちます。</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n} 分前</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>{n} 時間前</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨日</translation>
    </message>
    <message>
        <source>MMM d</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} 分 {s} 秒</translation>
    </message>
</context>
</TS>
